import {
  contact,
  decideLink,
  sameContent,
  syncedFields,
  type ChannelSettings,
  type Content,
  type Decision,
  type FieldDirection,
  type FieldValue,
  type Link,
  type Observation,
} from '@counterpart/engine';
import type { Violation } from './oracles.ts';
import { Chance } from './random.ts';
import { referenceMerge } from './reference.ts';
import { settings as plainSettings } from './world.ts';

const fields = ['firstName', 'title', 'mobile'] as const;
const values = ['a', 'b', 'c', undefined] as const;
const states = [
  'present',
  'present',
  'present',
  'deleted',
  'outOfScope',
  'unreadable',
  'missing',
  null,
] as const;

export interface Tier0Case {
  readonly settings: ChannelSettings;
  readonly link: Link;
}

function content(chance: Chance): Content {
  const entries = fields.flatMap((field) => {
    const value = chance.pick(values);
    return value === undefined ? [] : [[field, value] as const];
  });
  return Object.fromEntries(entries);
}

function observation(chance: Chance, id: string): Observation | null {
  const state = chance.pick(states) ?? null;
  if (state === null) return null;
  return { id, state, version: '1', content: content(chance), modifiedAtMs: chance.below(3) };
}

function shown(chance: Chance): { [field: string]: FieldValue | null } {
  return chance.often(0.7) ? {} : { [chance.pick(fields) ?? 'title']: chance.pick(values) ?? null };
}

/** A random link with random settings, from alphabets so small that every coincidence comes up. */
export function tier0Case(seed: number): Tier0Case {
  const chance = new Chance(seed);
  const way = () => chance.pick<FieldDirection>(['both', 'both', 'toRemote', 'toLocal']) ?? 'both';
  const settings: ChannelSettings = {
    ...plainSettings,
    fields: Object.fromEntries(fields.map((field) => [field, way()])),
    direction: chance.often(0.7) ? 'both' : way(),
    conflictRule: chance.pick(['latest', 'local', 'remote'] as const) ?? 'latest',
    deleteLocalWhenDeletedRemotely: chance.often(0.5),
  };
  const base = chance.often(0.8) ? content(chance) : null;
  const link: Link = {
    id: 'link',
    stage: 'open',
    local: observation(chance, 'l'),
    remote: observation(chance, 'r'),
    base,
    shown: base === null ? {} : { local: shown(chance), remote: shown(chance) },
    made: null,
    dirty: true,
    problem: null,
  };
  return { settings, link };
}

/** Judges one decision of the engine. */
export function judgeDecision({ settings, link }: Tier0Case, decision: Decision): Violation[] {
  const violations: Violation[] = [];
  const fail = (invariant: string, what: string) =>
    violations.push({ invariant, what: `${what}: ${JSON.stringify({ settings, link, decision })}` });
  if (JSON.stringify(decideLink(contact, settings, link)) !== JSON.stringify(decision))
    fail('V13', 'Decided twice, differently');
  if (decision.do === 'delete') {
    const other = decision.side === 'local' ? link.remote : link.local;
    if (other?.state !== 'deleted') fail('V7', 'Deletes although nobody deleted the twin');
    if (link.base === null) fail('V7', 'Deletes what was never agreed on');
  }
  if (decision.do === 'create') {
    const from = decision.side === 'local' ? link.remote : link.local;
    if (from?.state !== 'present') fail('V6', 'Creates from a record that is not there');
  }
  if (decision.do === 'write') judgeMerge({ settings, link }, decision, fail);
  return violations;
}

function judgeMerge(
  { settings, link }: Tier0Case,
  decision: Decision & { do: 'write' },
  fail: (invariant: string, what: string) => void,
): void {
  if (link.local?.state !== 'present' || link.remote?.state !== 'present')
    return fail('V7', 'Merges what is not there');
  const wanted = referenceMerge(syncedFields(contact, settings), settings, link);
  const local = decision.local?.content ?? link.local.content;
  const remote = decision.remote?.content ?? link.remote.content;
  if (!sameContent(local, wanted.local) || !sameContent(remote, wanted.remote))
    fail('B2', 'Differs from the reference merge');
  for (const { field } of decision.conflicts)
    if (link.local.content[field] === link.remote.content[field])
      fail('B3', 'A conflict between equal values');
  const everything = new Set(
    [link.base, link.local.content, link.remote.content].flatMap((one) => Object.values(one ?? {})),
  );
  if (![local, remote].every((one) => Object.values(one).every((value) => everything.has(value))))
    fail('V4', 'A value from nowhere');
}

/** Plays `runs` cases of tier 0: the decision table and the merge, pure. */
export function playTier0(seed: number): Violation[] {
  const drawn = tier0Case(seed);
  return judgeDecision(drawn, decideLink(contact, drawn.settings, drawn.link));
}
