import { sameContent, type Content, type Link, type Observation, type Side } from '@counterpart/engine';
import { createHash } from 'node:crypto';

/** A link as `put_links` takes it (migration 014). What is left out is null. */
export type LinkItem = { readonly [name: string]: unknown };

/** A row of the table `links`. */
export interface LinkRow {
  readonly id: string;
  readonly seq: number;
  readonly stage: Link['stage'];
  readonly local_id: string | null;
  readonly local_state: Observation['state'];
  readonly local_round: string | null;
  readonly local_rest: ObservationRest;
  readonly remote_id: string | null;
  readonly remote_state: Observation['state'];
  readonly remote_round: string | null;
  readonly remote_rest: ObservationRest;
  readonly base: Content | null;
  readonly shown: Link['shown'] | null;
  readonly made: Side | null;
  readonly dirty: boolean;
  readonly problem: Link['problem'];
}

/** An observation without id, state and round. Without `content` it equals the base: most rows are small. */
type ObservationRest = Omit<Observation, 'id' | 'state' | 'round' | 'content'> & {
  readonly content?: Content;
};

export const linkColumns = `l.id, l.seq, l.stage, l.local_id, l.local_state, l.local_round, l.local_rest,
  l.remote_id, l.remote_state, l.remote_round, l.remote_rest, l.base, l.shown, l.made, l.dirty, l.problem`;

export function linkOf(row: LinkRow): Link {
  return {
    id: row.id,
    stage: row.stage,
    local: observationOf(row.local_id, row.local_state, row.local_round, row.local_rest, row.base),
    remote: observationOf(row.remote_id, row.remote_state, row.remote_round, row.remote_rest, row.base),
    base: row.base,
    shown: row.shown ?? {},
    made: row.made,
    dirty: row.dirty,
    problem: row.problem,
  };
}

function observationOf(
  id: string | null,
  state: Observation['state'],
  round: string | null,
  rest: ObservationRest,
  base: Content | null,
): Observation | null {
  if (id === null) return null;
  return { id, state, ...rest, content: rest.content ?? base ?? {}, ...(round === null ? {} : { round }) };
}

export function itemOf(link: Link): LinkItem {
  const { local, remote, base, shown, ...rest } = link;
  return {
    ...rest,
    ...(local === null ? {} : { local: leaner(local, base) }),
    ...(remote === null ? {} : { remote: leaner(remote, base) }),
    ...(base === null ? {} : { base }),
    ...(Object.keys(shown).length === 0 ? {} : { shown }),
    problem: rest.problem ?? undefined,
  };
}

/** The hashes of the keys by which a link that waits for its twin may be recognised. */
export function keyItemsOf({ id, local }: Link, keys: readonly string[]): { linkId: string; key: string }[] {
  return keys.map((key) => ({ linkId: id, key: hashKey(local === null ? 'remote' : 'local', key) }));
}

function leaner(observation: Observation, base: Content | null): object {
  if (base === null || !sameContent(observation.content, base)) return observation;
  const { content: _, ...rest } = observation;
  return rest;
}

/** Match keys may be long texts; 128 bits of SHA-256 stand for them and for the side that waits. */
export function hashKey(side: Side, key: string): string {
  const hex = createHash('sha256').update(`${side} ${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
