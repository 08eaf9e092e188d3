import type { Crm } from '@counterpart/crm';

/** Whether the database answers. */
export async function checkCrm(crm: Crm): Promise<boolean> {
  return crm.pool.query('select 1').then(
    () => true,
    // Any failure means the same to whoever watches: not well.
    () => false,
  );
}
