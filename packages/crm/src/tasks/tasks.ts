import { recordService } from '../records/service.ts';
import type { ListInput, RecordFilter } from '../records/types.ts';
import { taskTable, type TaskFilterFields } from './table.ts';

export type TaskFilter = RecordFilter & TaskFilterFields;
export type TaskListInput = ListInput<TaskFilter>;

export const taskRecords = recordService(taskTable);

export const {
  get: getTask,
  list: listTasks,
  create: createTask,
  update: updateTask,
  delete: deleteTask,
  restore: restoreTask,
  massUpdate: massUpdateTasks,
  massDelete: massDeleteTasks,
  timeline: taskTimeline,
  export: exportTasks,
  readImport: readTaskImport,
} = taskRecords;
