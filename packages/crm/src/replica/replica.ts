import type { Replica } from '@counterpart/engine';
import { readChanges } from './changes.ts';
import { parseCursor } from './cursor.ts';
import { readRecords } from './records.ts';
import type { ChannelScope } from './record-table.ts';
import { beginRound, readRound } from './round.ts';
import type { Statements } from './statements.ts';

/**
 * The CRM as a replica, as far as it is read; its writes go through the ledger's transactions (`applyRecords`). In scope are the
 * person's own records (C5) that did not come by import (C7); the cap (C6) holds for a full round.
 */
export function createLocalReplica(
  statements: Statements,
  scope: ChannelScope,
): Pick<Replica, 'changesSince' | 'read'> {
  return {
    async changesSince(cursor) {
      if (cursor === null) return beginRound(statements, scope);
      const since = parseCursor(cursor);
      if (since === null) return { lost: true };
      return since.page?.in === 'round'
        ? readRound(statements, scope, since, since.page)
        : readChanges(statements, scope, since, since.page);
    },
    read: (ids) => readRecords(statements, scope, ids),
  };
}
