import type { Content, FieldValue } from '@counterpart/engine';
import type { World } from './world.ts';

/** A person's write of one field, with a value that nobody else ever writes (V3). */
export interface Token {
  readonly record: string;
  readonly field: string;
  readonly value: string;
  readonly side: 'crm' | 'mailbox';
  readonly at: number;
}

/** What people did, in order: the oracles judge the outcome by it. */
export interface Log {
  readonly tokens: Token[];
  /** Names of records that a person deleted, with the time, the side, and when both sides had last been in step. */
  readonly deletions: {
    readonly record: string;
    readonly side: 'crm' | 'mailbox';
    readonly at: number;
    readonly inStepAt: number;
  }[];
  readonly lines: string[];
  count: number;
}

export const newLog = (): Log => ({ tokens: [], deletions: [], lines: [], count: 0 });

/** A record is known on both sides by its last name, a task by its subject: nobody edits them. */
export const nameOf = (record: { readonly content: Content }): string => {
  const name = record.content['lastName'] ?? record.content['subject'];
  return typeof name === 'string' ? name : '';
};

/** A token as the value of a field, and back. */
export const asValue = (field: string, token: string): FieldValue =>
  field === 'checklist' ? [{ title: token, done: false }] : token;

export const tokenIn = (value: FieldValue | null | undefined): unknown => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'object' && first !== null && 'title' in first ? first.title : first;
};

export interface Habits {
  readonly deletes: boolean;
  readonly moves: boolean;
  readonly addresses: boolean;
}

/** One act of a person, chosen by chance. */
export function act(world: World, log: Log, habits: Habits): void {
  // While the ledger writes, the CRM in memory belongs to its transaction.
  const free = world.chance.often(0.5) && !world.crm.undo.isBusy;
  const side = free ? ('crm' as const) : ('mailbox' as const);
  const there = world.ledger.state.channel.container !== null;
  if (side === 'mailbox' && !there) return;
  world.clock.advance(1 + world.chance.below(world.isRunning ? 5 : 5000));
  const roll = world.chance.next();
  const records = side === 'crm' ? world.crm.live() : world.mailbox.live();
  const record = world.chance.pick(records);
  if (roll < 0.25 || !record) create(world, log, side, habits);
  else if (roll < 0.7) edit(world, log, side, record);
  else if (roll < 0.85 && habits.deletes) remove(world, log, side, record);
  else if (habits.moves && side === 'mailbox') move(world, log, record);
}

function create(world: World, log: Log, side: Token['side'], habits: Habits): void {
  log.count += 1;
  const record = `R${log.count}`;
  const isTask = world.kind.name === 'task';
  const values: { [field: string]: string } = { [isTask ? 'subject' : 'lastName']: record };
  if (habits.addresses && !isTask) values['email'] = `${record.toLowerCase()}@example.org`;
  write(world, log, side, null, record, {
    ...values,
    ...token(log, record, side, world, world.editable[0] ?? ''),
  });
}

function edit(world: World, log: Log, side: Token['side'], target: { id: string; content: Content }): void {
  const field = world.chance.pick(world.editable) ?? '';
  const record = nameOf(target);
  write(world, log, side, target.id, record, token(log, record, side, world, field));
}

function token(log: Log, record: string, side: Token['side'], world: World, field: string): Content {
  log.count += 1;
  const value = `t${log.count}`;
  log.tokens.push({ record, field, value, side, at: world.clock.now() });
  return { [field]: asValue(field, value) };
}

function write(
  world: World,
  log: Log,
  side: Token['side'],
  id: string | null,
  record: string,
  values: Content,
): void {
  log.lines.push(`${side} ${id === null ? 'creates' : 'edits'} ${record} ${JSON.stringify(values)}`);
  if (side === 'crm') world.crm.edit(id, values);
  else world.mailbox.edit(id, values);
}

function remove(world: World, log: Log, side: Token['side'], target: { id: string; content: Content }): void {
  const record = nameOf(target);
  log.lines.push(`${side} deletes ${record}`);
  log.deletions.push({ record, side, at: world.clock.now(), inStepAt: world.inStepAt });
  if (side === 'crm') world.crm.remove(target.id);
  else world.mailbox.remove(target.id);
}

function move(world: World, log: Log, target: { id: string; content: Content }): void {
  const back = world.chance.pick(world.mailbox.outside());
  const id = back && world.chance.often(0.5) ? back.id : target.id;
  log.lines.push(`mailbox moves ${id} ${id === target.id ? 'out' : 'back'}`);
  world.mailbox.move(id, id !== target.id);
}
