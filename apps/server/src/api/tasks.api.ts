import { namesOfContacts, taskRecords, type CrmRecord } from '@counterpart/crm';
import type { z } from 'zod';
import { importPreviewOf } from './imports.schema.ts';
import { presentCommon, type RecordApi } from './records.api.ts';
import * as shapes from './tasks.schema.ts';

type Task = z.output<typeof shapes.task>;

/** A task as the API shows it: every field by name, with the usual values of what was not said. */
function present(found: CrmRecord, names: ReadonlyMap<string, string>): Task {
  const { relatedContactId, ...content } = found.content;
  const contact = typeof relatedContactId === 'string' ? relatedContactId : null;
  return shapes.task.parse({
    ...presentCommon(found),
    dueDate: null,
    startDate: null,
    status: 'notStarted',
    priority: 'normal',
    reminder: null,
    description: null,
    recurrence: null,
    checklist: [],
    categories: [],
    completedAt: null,
    ...content,
    relatedContact: contact === null ? null : { id: contact, name: names.get(contact) ?? null },
  });
}

export const tasksApi: RecordApi = {
  kind: 'task',
  path: 'tasks',
  one: 'task',
  many: 'tasks',
  service: taskRecords,
  shapes: {
    record: shapes.task,
    page: shapes.taskPage,
    importPreview: importPreviewOf(shapes.taskFileField, ['csv']).meta({ id: 'TaskImportPreview' }),
    listQuery: shapes.taskListQuery,
    input: shapes.taskInput,
    massUpdate: shapes.massUpdate,
    massDelete: shapes.massDelete,
    exportQuery: shapes.exportQuery,
  },
  async present(crm, actor, records) {
    const ids = records.flatMap(({ content: { relatedContactId } }) =>
      typeof relatedContactId === 'string' ? [relatedContactId] : [],
    );
    const names = await namesOfContacts(crm, actor, ids);
    return records.map((record) => present(record, names));
  },
};
