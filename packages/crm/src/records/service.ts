import type { Actor } from '../actor.ts';
import type { Crm } from '../crm.ts';
import { exportRecords } from '../exports/export.ts';
import { readImport } from '../imports/read.ts';
import { listDeletedRecords, listRecords } from './list.ts';
import { massDeleteRecords, massUpdateRecords } from './mass.ts';
import type { RecordTable } from './table.ts';
import { recordTimeline } from './timeline.ts';
import {
  changeRecordOwner,
  createRecord,
  deleteRecord,
  getRecord,
  restoreRecord,
  updateRecord,
} from './write.ts';

/** What can be done with the records of a table; each call as the function that it is made of. */
export function recordService(table: RecordTable) {
  const bound =
    <Rest extends unknown[], T>(act: (crm: Crm, actor: Actor, of: RecordTable, ...rest: Rest) => T) =>
    (crm: Crm, actor: Actor, ...rest: Rest): T =>
      act(crm, actor, table, ...rest);
  return {
    table,
    get: bound(getRecord),
    list: bound(listRecords),
    listDeleted: bound(listDeletedRecords),
    create: bound(createRecord),
    update: bound(updateRecord),
    changeOwner: bound(changeRecordOwner),
    delete: bound(deleteRecord),
    restore: bound(restoreRecord),
    massUpdate: bound(massUpdateRecords),
    massDelete: bound(massDeleteRecords),
    timeline: bound(recordTimeline),
    /** Text of a file, piece by piece. */
    export: bound(exportRecords),
    /** Reads a file for an import. */
    readImport: bound(readImport),
  };
}

export type RecordService = ReturnType<typeof recordService>;
