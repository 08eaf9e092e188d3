import type { Content, FieldValue, Link } from '@counterpart/engine';
import type { Shown } from './kinds/kind.ts';
import { nameOf, tokenIn, type Log, type Token } from './people.ts';

/** As much of a link as the oracles look at. */
export type JudgedLink = Pick<Link, 'id' | 'stage' | 'problem'> & {
  readonly local: Shown | null;
  readonly remote: Shown | null;
};

/** What can be judged: one person's share of the CRM, of the ledger and of the mailbox, and what that person did. */
export interface Judged {
  readonly crm: readonly Shown[];
  readonly mailbox: readonly Shown[];
  readonly outside: readonly Shown[];
  readonly links: readonly JudgedLink[];
  readonly conflicts: readonly {
    readonly localValue: FieldValue | null;
    readonly remoteValue: FieldValue | null;
  }[];
  /** The channel is off: its links are tombstones, and the mailbox has nothing of it. */
  readonly isOff: boolean;
  readonly log: Log;
}

/** A broken invariant: its id in INVARIANTS and what was seen. */
export interface Violation {
  readonly invariant: string;
  readonly what: string;
}

/** Judges a world that is quiet. */
export function judge(world: Judged): Violation[] {
  return [
    ...convergence(world),
    ...duplicates(world),
    ...lostUpdates(world),
    ...resurrections(world),
    ...inventions(world),
  ];
}

const text = (value: unknown) => JSON.stringify(value);

/** V1, V19: every pair is equal on both sides, or its link says why not. */
function convergence(world: Judged): Violation[] {
  if (world.isOff)
    return world.mailbox.map((record) => ({
      invariant: 'V1',
      what: `${nameOf(record)} is still in the mailbox, though the channel is off`,
    }));
  const here = new Map(world.crm.map((record) => [record.id, record]));
  const there = new Map(world.mailbox.map((record) => [record.id, record]));
  const violations: Violation[] = [];
  const linkedHere = new Set<string>();
  const linkedThere = new Set<string>();
  for (const link of world.links) {
    if (link.local) linkedHere.add(link.local.id);
    if (link.remote) linkedThere.add(link.remote.id);
    if (isNamed(link)) continue;
    const [a, b] = [here.get(link.local?.id ?? ''), there.get(link.remote?.id ?? '')];
    if (!a || !b) violations.push({ invariant: 'V1', what: `Link ${link.id} lost a side: ${text([a, b])}` });
    else if (text(sorted(a.content)) !== text(sorted(b.content)))
      violations.push({
        invariant: 'V1',
        what: `${nameOf(a)} differs: ${text(a.content)} / ${text(b.content)}`,
      });
  }
  for (const record of here.values())
    if (!linkedHere.has(record.id))
      violations.push({ invariant: 'V19', what: `CRM ${nameOf(record)} has no link` });
  for (const record of there.values())
    if (!linkedThere.has(record.id))
      violations.push({ invariant: 'V19', what: `Mailbox ${nameOf(record)} has no link` });
  return violations;
}

const isNamed = (link: JudgedLink) => link.stage !== 'open' || link.problem !== null;
const sorted = (content: object) => Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1));

/** V5: one record has at most one live copy on a side. */
function duplicates(world: Judged): Violation[] {
  const violations: Violation[] = [];
  for (const [side, records] of [
    ['CRM', world.crm],
    ['mailbox', world.mailbox],
  ] as const) {
    const seen = new Set<string>();
    for (const record of records) {
      if (seen.has(nameOf(record)))
        violations.push({ invariant: 'V5', what: `${nameOf(record)} is twice in the ${side}` });
      seen.add(nameOf(record));
    }
  }
  return violations;
}

/** V3: each token is on both sides, or replaced by a later write of the field, or in the conflict inbox, or its record was deleted or set apart. */
function lostUpdates(world: Judged): Violation[] {
  const { log } = world;
  const kept = new Set(
    world.conflicts.flatMap(({ localValue, remoteValue }) => [tokenIn(localValue), tokenIn(remoteValue)]),
  );
  const holds = (records: readonly { readonly content: Content }[], token: Token) =>
    records.some(
      (record) => nameOf(record) === token.record && tokenIn(record.content[token.field]) === token.value,
    );
  const apart = new Set(
    [...world.links]
      .filter((link) => isNamed(link))
      .map((link) => nameOf({ content: link.local?.content ?? link.remote?.content ?? {} })),
  );
  for (const record of world.outside) apart.add(nameOf(record));
  // What was given away is followed no longer: the new owner's mailbox is where it lives on.
  for (const record of log.given) apart.add(record);
  return log.tokens.flatMap((token) => {
    if (holds(world.crm, token) && (world.isOff || holds(world.mailbox, token))) return [];
    if (kept.has(token.value) || apart.has(token.record)) return [];
    const later = log.tokens.some(
      (other) => other.record === token.record && other.field === token.field && other.at > token.at,
    );
    if (later || log.deletions.some((deletion) => deletion.record === token.record)) return [];
    return [
      { invariant: 'V3', what: `${token.value} of ${token.record} (${token.field}, ${token.side}) is lost` },
    ];
  });
}

/** V6: what a person deleted and nobody edited since stays away from that side. */
function resurrections(world: Judged): Violation[] {
  const { log } = world;
  const violations: Violation[] = [];
  for (const deletion of log.deletions) {
    const since = log.tokens.some((token) => token.record === deletion.record && token.at > deletion.at);
    const other = deletion.side === 'crm' ? 'mailbox' : 'crm';
    // An edit on the other side that had not been carried over when the record was deleted beats the deletion.
    const concurrent = log.tokens.some(
      (token) => token.record === deletion.record && token.side === other && token.at > deletion.inStepAt,
    );
    if (since || concurrent) continue;
    const records = deletion.side === 'crm' ? world.crm : world.mailbox;
    if (records.some((record) => nameOf(record) === deletion.record))
      violations.push({ invariant: 'V6', what: `${deletion.record} came back to the ${deletion.side}` });
  }
  return violations;
}

/** V4: every value is a person's. V7: a record that nobody deleted is on at least one side. */
function inventions(world: Judged): Violation[] {
  const { log } = world;
  const written = new Set(log.tokens.map((token) => token.value));
  const everything = [...world.crm, ...world.mailbox];
  const names = new Set(['lastName', 'email', 'subject']);
  const violations: Violation[] = [];
  for (const record of everything)
    for (const [field, value] of Object.entries(record.content)) {
      const token = tokenIn(value);
      if (!names.has(field) && !(typeof token === 'string' && written.has(token)))
        violations.push({ invariant: 'V4', what: `${field} ${text(value)} was written by nobody` });
    }
  const deleted = new Set(log.deletions.map((deletion) => deletion.record));
  const there = new Set([...world.crm, ...world.outside].map(nameOf));
  for (const record of new Set(log.tokens.map((token) => token.record)))
    if (!deleted.has(record) && !there.has(record) && !log.given.has(record))
      violations.push({ invariant: 'V7', what: `${record} is gone from the CRM and nobody deleted it` });
  return violations;
}
