import { textOfHtml } from '../../mail/bodies.ts';
import { sendInternalMail } from '../../mail/outbox.ts';
import type { MailKind } from '../../mail/state.ts';
import type { Item, JsonObject } from '../../state/types.ts';
import { isObject, textOf } from '../body.ts';
import { mailAddress } from './attendees.ts';
import type { Owner } from './create.ts';
import { joinUrlOf } from './online.ts';
import { momentOf } from './times.ts';

const PREFIXES: Partial<Record<MailKind, string>> = { cancellation: 'Canceled: ' };

/** One mail to all of them in the owner's name; none when there is nobody. Nothing suppresses it (GRAPH 2.2). */
export function mailMeeting(
  owner: Owner,
  item: Item,
  kind: MailKind,
  recipients: JsonObject[],
  comment = '',
  prefix = PREFIXES[kind] ?? '',
): void {
  if (recipients.length === 0) return;
  const { state, tenant, person } = owner;
  sendInternalMail(state, {
    kind,
    tenantId: tenant.id,
    personId: person.id,
    to: recipients.map(mailAddress),
    subject: `${prefix}${textOf(item.properties['subject'])}`,
    text: [comment, describe(item)].filter(Boolean).join('\n\n'),
    saveToSentItems: true,
  });
}

function describe({ properties }: Item): string {
  const { location, body } = properties;
  const start = momentOf(properties, 'start');
  const end = momentOf(properties, 'end');
  const clock = (dateTime: string) => dateTime.slice(0, 16).replace('T', ' ');
  const place = isObject(location) ? textOf(location['displayName']) : '';
  const joinUrl = joinUrlOf(properties);
  return [
    `When: ${clock(start.dateTime)} to ${clock(end.dateTime)} (${start.timeZone})`,
    place === '' ? '' : `Where: ${place}`,
    joinUrl === null ? '' : `Join: ${joinUrl}`,
    isObject(body) ? textOfHtml(textOf(body['content'])) : '',
  ]
    .filter(Boolean)
    .join('\n');
}
