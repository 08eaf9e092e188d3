import type { Act, PlannedRun } from '../plan.ts';

/** What is prepared in peace, and what happens while the worker may die after any statement and any request. */
export interface Story {
  readonly name: string;
  readonly before: readonly (readonly Act[])[];
  readonly acts: readonly Act[];
  readonly faults?: NonNullable<PlannedRun['faults']>;
  readonly after?: readonly (readonly Act[])[];
}

const by = 0;
const enable: Act = { do: 'enable', by };
const disable: Act = { do: 'disable', by };
const field = 'description';
const create = (side: 'crm' | 'mailbox', record: string, value: string): Act => ({
  do: 'create',
  by,
  side,
  record,
  field,
  value,
});
const edit = (side: 'crm' | 'mailbox', record: string, value: string): Act => ({
  do: 'edit',
  by,
  side,
  record,
  field,
  value,
});
const remove = (side: 'crm' | 'mailbox', record: string): Act => ({ do: 'delete', by, side, record });
const two = [create('crm', 'R1', 't1'), create('crm', 'R2', 't2')];
const synced = [[...two, enable]];

/** Ten stories of a channel's life (V9). */
export const stories: readonly Story[] = [
  { name: 'enable and first sync', before: [], acts: [...two, enable] },
  {
    name: 'created on both sides',
    before: synced,
    acts: [create('crm', 'R3', 't3'), create('mailbox', 'R4', 't4')],
  },
  { name: 'edited here', before: synced, acts: [edit('crm', 'R1', 't3')] },
  { name: 'edited there', before: synced, acts: [edit('mailbox', 'R1', 't3')] },
  { name: 'deleted here', before: synced, acts: [remove('crm', 'R1')] },
  { name: 'deleted there', before: synced, acts: [remove('mailbox', 'R1')] },
  {
    name: 'conflict, and a reply lost',
    before: synced,
    acts: [edit('mailbox', 'R1', 't3'), edit('crm', 'R1', 't4')],
    faults: [{ at: 1, fault: 'replyLost to a write' }],
  },
  { name: 'mass update', before: synced, acts: [{ do: 'editAll', by, field, value: 't3' }] },
  { name: 'disabled', before: synced, acts: [disable], after: [[enable]] },
  { name: 'enabled again', before: [...synced, [disable]], acts: [enable] },
];
