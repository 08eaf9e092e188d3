import type { Content, FieldValue } from '@counterpart/engine';
import { stateOfLink } from './matrices.ts';
import type { Act, Place } from './plan.ts';
import type { World } from './world.ts';

/** A person's write of one field, with a value that nobody else ever writes (V3). */
export interface Token {
  readonly record: string;
  readonly field: string;
  readonly value: string;
  readonly side: Place;
  readonly at: number;
}

/** What a person did, in order: the oracles judge the outcome by it. */
export interface Log {
  readonly tokens: Token[];
  /** Names of records that a person deleted, with the time, the side, and when both sides had last been in step. */
  readonly deletions: {
    readonly record: string;
    readonly side: Place;
    readonly at: number;
    readonly inStepAt: number;
  }[];
  /** Records that got another owner: this person's mailbox keeps what it had. */
  readonly given: Set<string>;
  /** Records that this person ever had (V15). */
  readonly had: Set<string>;
}

export const newLog = (): Log => ({ tokens: [], deletions: [], given: new Set(), had: new Set() });

/** A record is known on both sides by its name: nobody edits it. */
export const nameOf = (record: { readonly content: Content }): string => {
  const name = record.content['lastName'] ?? record.content['subject'] ?? record.content['title'];
  return typeof name === 'string' ? name : '';
};

/** A token in the value of a field. */
export const tokenIn = (value: FieldValue | null | undefined): unknown => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'object' && first !== null && 'title' in first ? first.title : first;
};

/** Keeps in mind that a person wrote a value. */
export function noteWrite(log: Log, write: Omit<Token, 'at'>, at: number): void {
  log.tokens.push({ ...write, at });
  log.had.add(write.record);
}

/** Whether the act must wait: while the ledger writes, a CRM in memory belongs to its transaction. */
export const mustWait = (worlds: readonly World[], act: Act): boolean => {
  const crmOf = (by: number) => worlds[by]?.crm.undo.isBusy === true;
  if (act.do === 'give') return crmOf(act.by) || crmOf(act.to);
  const ofMailbox =
    act.do === 'moveOut' || act.do === 'moveBack' || ('side' in act && act.side === 'mailbox');
  return !ofMailbox && crmOf(act.by);
};

/** Does what a person planned, if the record is still there; says in words what was done. */
export function perform(worlds: readonly World[], act: Act): string | null {
  const world = worlds[act.by];
  if (!world) return null;
  const word = act.do === 'edit' || act.do === 'delete' ? `${act.side} ${act.do}` : act.do;
  const before = 'record' in act ? world.linkOf(act.record) : undefined;
  world.clock.advance(world.isRunning ? 1 : 500);
  const done = carryOut(worlds, world, act);
  if (!done) return null;
  if ('record' in act && act.do !== 'create')
    world.coverage?.count('link state × event', stateOfLink(before, world.fields), word);
  const on = 'record' in act ? ` ${act.record}` : '';
  return `person ${act.by}: ${word}${on}${'value' in act ? ` ${act.field} ${act.value}` : ''}`;
}

function carryOut(worlds: readonly World[], world: World, act: Act): boolean {
  switch (act.do) {
    case 'create':
      return create(world, act);
    case 'edit':
      return edit(world, act);
    case 'delete':
      return remove(world, act);
    case 'moveOut':
    case 'moveBack':
      return move(world, act.record, act.do === 'moveBack');
    case 'give':
      return give(world, worlds[act.to], act.record);
    case 'editAll':
      return editAll(world, act);
    case 'disable':
    case 'enable':
      return world.turn(act.do);
    case 'approve':
    case 'reject':
      return world.answerHolds(act.do === 'approve' ? 'approved' : 'rejected');
  }
}

const findIn = (world: World, side: Place, record: string) =>
  (side === 'crm' ? world.inCrm() : world.mailbox.live()).find((one) => nameOf(one) === record);

function create(world: World, act: Act & { do: 'create' }): boolean {
  const { record, side, field, value, address } = act;
  if (side === 'mailbox' && !world.mailbox.isThere()) return false;
  noteWrite(world.log, { record, field, value, side }, world.clock.now());
  const hasAddress = address === true && world.kind.kind.name === 'contact';
  const values = {
    [world.kind.nameField]: record,
    [field]: world.kind.asValue(field, value),
    ...(hasAddress ? { email: `${record.toLowerCase()}@example.org` } : {}),
  };
  if (side === 'crm') world.crm.edit(null, values);
  else world.mailbox.edit(null, values);
  return true;
}

function edit(world: World, { record, side, field, value }: Act & { do: 'edit' }): boolean {
  const target = findIn(world, side, record);
  if (!target) return false;
  noteWrite(world.log, { record, field, value, side }, world.clock.now());
  const values = { [field]: world.kind.asValue(field, value) };
  if (side === 'crm') world.crm.edit(target.id, values);
  else world.mailbox.edit(target.id, values);
  return true;
}

function editAll(world: World, { field, value }: Act & { do: 'editAll' }): boolean {
  const records = world.inCrm();
  for (const { id, content } of records) {
    noteWrite(world.log, { record: nameOf({ content }), field, value, side: 'crm' }, world.clock.now());
    world.crm.edit(id, { [field]: world.kind.asValue(field, value) });
  }
  return records.length > 0;
}

function remove(world: World, { record, side }: Act & { do: 'delete' }): boolean {
  const target = findIn(world, side, record);
  if (!target) return false;
  world.log.deletions.push({ record, side, at: world.clock.now(), inStepAt: world.inStepAt });
  if (side === 'crm') world.crm.remove(target.id);
  else world.mailbox.remove(target.id);
  return true;
}

function move(world: World, record: string, into: boolean): boolean {
  const places = into ? world.mailbox.outside() : world.mailbox.live();
  const target = places.find((one) => nameOf(one) === record);
  if (!target) return false;
  world.mailbox.move(target.id, into);
  return true;
}

/** Within one organisation a record is given away: it leaves one person's scope and comes into another's. */
function give(from: World, to: World | undefined, record: string): boolean {
  const target = findIn(from, 'crm', record);
  if (!target || !to || to.organisation !== from.organisation) return false;
  const { content } = target;
  from.crm.write(target.id, { outOfScope: 'notOwner' });
  to.crm.write(target.id, { content, outOfScope: null, deleted: false });
  from.log.given.add(record);
  to.log.given.delete(record);
  to.log.had.add(record);
  const at = from.clock.now();
  for (const [field, value] of Object.entries(content)) {
    const token = tokenIn(value);
    // What the new owner's log knows already is no new write of anybody's.
    if (to.log.tokens.some((one) => one.value === token)) continue;
    if (field !== from.kind.nameField && field !== 'email' && typeof token === 'string')
      to.log.tokens.push({ record, field, value: token, side: 'crm', at });
  }
  return true;
}
