import type { z } from 'zod';
import type { configuration, section } from '../api/channels.schema.ts';
import type { microsoft365 } from '../api/microsoft365.schema.ts';
import type { Answer } from './client.ts';
import type { TestPerson } from './organisation.ts';
import { until } from './until.ts';

export type Section = z.output<typeof section>;
export type Configuration = z.output<typeof configuration>;
export type Microsoft365View = z.output<typeof microsoft365>;

/** A person's sync of contacts. */
export const contactsOf = (person: TestPerson) => channelOf(person, 'contact');

/** A person's sync of a kind, as the tab Office 365 shows and steers it. */
export function channelOf({ api }: TestPerson, kind: Section['kind']) {
  const path = `/api/channels/${kind}`;
  const view = () => api.get<Microsoft365View>('/api/microsoft365');
  const section = async (): Promise<Section> => {
    const { sections } = await view();
    const found = sections.find((one) => one.kind === kind);
    if (found === undefined) throw new Error(`There is no section ${kind}.`);
    return found;
  };
  /** The test and the server share one clock: a run that began after `sinceMs` has seen all that was done before. */
  const settled = (sinceMs: number): Promise<Section> =>
    until(section, ({ state, lastRun, counters }) => {
      const ran = lastRun !== null && Date.parse(lastRun.startedAt) >= sinceMs && lastRun.endedAt !== null;
      return ran && state !== 'enabling' && state !== 'disabling' && counters.waiting === 0;
    });
  return {
    view,
    section,
    configuration: () => api.get<Configuration>(`${path}/configuration`),
    /** The default configuration with changes, as the popup sends it. */
    async configured(change: Partial<z.input<typeof configuration>> = {}) {
      const { defaults } = await api.get<Configuration>(`${path}/configuration`);
      return { ...defaults, ...change };
    },
    enable: (configuration?: object): Promise<Answer> =>
      api.request('POST', `${path}/enable`, configuration === undefined ? {} : { configuration }),
    /** Enables and waits for the end of the first sync. */
    async enabled(configuration?: object): Promise<Section> {
      const sinceMs = Date.now();
      await api.post(`${path}/enable`, configuration === undefined ? {} : { configuration });
      return settled(sinceMs);
    },
    /** Presses "Sync now" and waits for the end of a run that began since. */
    async synced(): Promise<Section> {
      const sinceMs = Date.now();
      await api.post(`${path}/sync`);
      return settled(sinceMs);
    },
    async disabled(): Promise<Section> {
      await api.post(`${path}/disable`);
      return until(section, ({ state }) => state === 'off');
    },
  };
}
