import type { SimulatorOptions } from '../../simulator.ts';
import { PEOPLE, testTenant } from '../../testkit.ts';

export const ANN = 'ann@contoso.example';
export const TASKS = '/me/todo/lists/tasks/tasks';

/** A tenant in which Ann's mailbox has this time zone, a client of hers that may write tasks, and Ann at work in To Do. */
export function todoTenant(unknowns: SimulatorOptions['unknowns'] = {}, timeZone = 'UTC') {
  const people = PEOPLE.map((person) => ({ ...person, timeZone }));
  const tenant = testTenant({ unknowns, people });
  return {
    ...tenant,
    clientOf: tenant.client,
    client: tenant.client(ANN, { scopes: ['Tasks.ReadWrite'] }),
    actor: tenant.simulator.act(ANN),
  };
}
