import type { Setting } from '../replica/setting.ts';
import { containerOf } from '../replica/setting.ts';
import { defaultCalendar } from './calendars.ts';

/** The calendars of a channel: the one that it writes to first, then the others that it captures from (E2), each once. */
export type Places = () => Promise<readonly string[]>;

/** @param capture identifiers of calendars, or 'default' for the person's main one, which is looked up once. */
export function placesOf(setting: Setting, capture: readonly string[]): Places {
  let main: Promise<string> | undefined;
  return async () => {
    const { client, mailbox } = setting;
    if (capture.includes('default')) main ??= defaultCalendar(client, mailbox);
    const id = await main;
    const ids = capture.map((one) => (one === 'default' ? (id ?? one) : one));
    return [...new Set([containerOf(setting), ...ids])];
  };
}
