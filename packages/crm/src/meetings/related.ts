import type { Content, FieldValue } from '@counterpart/engine';
import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import { contactTable } from '../contacts/table.ts';
import type { Crm, Tx } from '../crm.ts';
import { ownerWithinReach } from '../records/reach.ts';
import { readPeople } from '../records/rows.ts';
import type { CrmRecord, Person } from '../records/types.ts';
import { copiesAmong } from './hosted.ts';

/** A contact whose address is a participant's or the host's. */
export interface RelatedContact {
  readonly id: string;
  readonly name: string;
  readonly address: string;
}

/** In whose calendar a meeting is (B12). */
export interface CalendarOf {
  readonly recordId: string;
  readonly owner: Person;
  readonly response: string;
  readonly host: boolean;
}

/** What a meeting shows beside its fields. */
export interface MeetingSurroundings {
  readonly relatedContacts: readonly RelatedContact[];
  readonly calendars: readonly CalendarOf[];
  /** Of a copy: the record that is the meeting itself. */
  readonly primaryId: string | null;
  readonly mayEdit: boolean;
}

/** What meetings show beside their fields, by id. Contacts out of the actor's reach are left out. */
export async function surroundingsOf(
  crm: Crm,
  actor: Actor,
  meetings: readonly CrmRecord[],
): Promise<ReadonlyMap<string, MeetingSurroundings>> {
  if (meetings.length === 0) return new Map();
  return crm.transaction(actor, async (tx) => {
    const contacts = await contactsAt(tx, actor, [
      ...new Set(meetings.flatMap(({ content }) => addressesIn(content))),
    ]);
    const calendars = await calendarsWith(tx, meetings);
    const owner = ownerWithinReach(actor, 'edit');
    return new Map(
      meetings.map((meeting) => {
        const { id, content } = meeting;
        const uid = typeof content['uid'] === 'string' ? content['uid'] : null;
        const all = (uid === null ? undefined : calendars.get(uid)) ?? [
          {
            recordId: id,
            owner: meeting.owner,
            response: responseOf(content),
            host: content['host'] === undefined,
            copy: false,
          },
        ];
        const isCopy = all.some(({ recordId, copy }) => recordId === id && copy);
        return [
          id,
          {
            relatedContacts: addressesIn(content).flatMap((address) => contacts.get(address) ?? []),
            calendars: all.map(({ copy: _copy, ...one }) => one),
            primaryId: isCopy ? (all.find(({ copy }) => !copy)?.recordId ?? null) : null,
            mayEdit: owner === null || owner === meeting.owner.id,
          },
        ];
      }),
    );
  });
}

const responseOf = ({ response }: Content): string => (typeof response === 'string' ? response : 'none');

/** The addresses of everybody who takes part. */
function addressesIn({ participants = {}, host }: Content): string[] {
  const hosting = (host as { readonly address?: FieldValue } | undefined)?.address;
  return [
    ...new Set([...(typeof hosting === 'string' ? [hosting] : []), ...Object.keys(participants as object)]),
  ];
}

async function contactsAt(
  tx: Tx,
  actor: Actor,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, RelatedContact[]>> {
  const found = new Map<string, RelatedContact[]>();
  if (addresses.length === 0) return found;
  const owner = ownerWithinReach(actor, 'view');
  const { rows } = await sql<RelatedContact>`
    select c.id, ${sql.raw(contactTable.name)} as name, c.find_email as address from contacts c
    where c.org_id = current_org() and c.find_email = any(${[...addresses]}::text[]) and c.deleted_at is null
      and (${owner}::uuid is null or c.owner_membership_id = ${owner})
    order by c.created_at, c.id`.execute(tx);
  for (const contact of rows) found.set(contact.address, [...(found.get(contact.address) ?? []), contact]);
  return found;
}

/** By uid: everybody's calendars that meetings are in, the meeting itself first. */
async function calendarsWith(
  tx: Tx,
  meetings: readonly CrmRecord[],
): Promise<ReadonlyMap<string, (CalendarOf & { readonly copy: boolean })[]>> {
  const uids = [
    ...new Set(meetings.flatMap(({ content: { uid } }) => (typeof uid === 'string' ? [uid] : []))),
  ];
  if (uids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; uid: string; owner: string; response: string; host: boolean }>`
    select c.id, c.uid, c.owner_membership_id as owner, c.response, c.host is null as host from meetings c
    where c.org_id = current_org() and c.find_uid = any(${uids.map((uid) => uid.slice(0, 1000))}::text[]) and c.deleted_at is null
    order by c.host is not null, c.created_at, c.id`.execute(tx);
  const people = await readPeople(
    tx,
    rows.map(({ owner }) => owner),
  );
  const copies = await copiesAmong(
    tx,
    rows.map(({ id }) => id),
  );
  const found = new Map<string, (CalendarOf & { copy: boolean })[]>();
  for (const { id, uid, owner, response, host } of rows) {
    const one = {
      recordId: id,
      owner: people.get(owner) ?? { id: owner, name: '' },
      response,
      host,
      copy: copies.has(id),
    };
    found.set(uid, [...(found.get(uid) ?? []), one]);
  }
  return found;
}
