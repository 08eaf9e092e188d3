export * from './content/content.ts';
export * from './kinds/kind.ts';
export { contact, contactFields } from './kinds/contact.ts';
export { meeting, meetingFields, responses, roles, sensitivities, showAsValues } from './kinds/meeting.ts';
export { instantOf, isZone, wallClockOf, when, type When } from './content/wall-clock.ts';
export {
  isPlanned,
  lastPlannedDay,
  occurrenceOn,
  occurrencesBetween,
  plannedDays,
  spanOf,
  whenOn,
  type Occurrence,
} from './content/series.ts';
export { fieldOfPath, fieldWith, valueAt, type Path } from './content/path.ts';
export { task, taskFields, taskPriorities, taskStatuses } from './kinds/task.ts';
export { nextOccurrence } from './content/next-occurrence.ts';
export { weekdays, weekIndexes, type Recurrence, type Weekday } from './content/recurrence.ts';
export * from './model.ts';
export * from './ports.ts';
export { decideLink, syncedFields, type Decision } from './decide/decide.ts';
export { decisionTable, type ActionName, type Cell } from './decide/table.ts';
export { statusOf, type Status } from './decide/status.ts';
export { mailsOf } from './decide/mails.ts';
export { mergeLink } from './decide/merge.ts';
export {
  checkChannel,
  differences,
  stillThere,
  type CheckPorts,
  type Difference,
  type Found,
} from './check/check-channel.ts';
export { runChannel, type RunReport } from './run/run-channel.ts';
export { emptyCounters, type RunPorts } from './run/context.ts';
export { turnOff } from './run/turn-off.ts';
