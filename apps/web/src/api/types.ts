import type { components, operations, paths } from './schema.d.ts';

type Schemas = components['schemas'];
type Body<Path extends keyof paths, Method extends keyof paths[Path]> = paths[Path][Method] extends {
  requestBody?: { content: { 'application/json': infer Shape } };
}
  ? Shape
  : never;

export type Session = Schemas['Session'];
export type Permission = Session['permissions'][number];
export type Person = Schemas['Person'];
export type Contact = Schemas['Contact'];
export type ContactListQuery = NonNullable<paths['/api/contacts']['get']['parameters']['query']>;
export type ContactSelection = Body<'/api/contacts/mass-update', 'post'>['selection'];
export type ContactChanges = Body<'/api/contacts/mass-update', 'post'>['changes'];
export type ContactInput = Body<'/api/contacts', 'post'>;
export type Task = Schemas['Task'];
export type TaskListQuery = NonNullable<paths['/api/tasks']['get']['parameters']['query']>;
export type TaskSelection = Body<'/api/tasks/mass-update', 'post'>['selection'];
export type TaskChanges = Body<'/api/tasks/mass-update', 'post'>['changes'];
export type Meeting = Schemas['Meeting'];
export type CalendarEntry = Schemas['Calendar']['items'][number];
export type MeetingListQuery = NonNullable<paths['/api/meetings']['get']['parameters']['query']>;
export type CalendarQuery = NonNullable<paths['/api/meetings/calendar']['get']['parameters']['query']>;
export type MeetingSelection = Body<'/api/meetings/mass-update', 'post'>['selection'];
export type MeetingInput = Body<'/api/meetings/{id}', 'patch'>;
export type OccurrenceChanges = Body<'/api/meetings/{id}/occurrences', 'post'>['changes'];
export type Recurrence = Schemas['Recurrence'];
export type TimelineItem = Schemas['Timeline']['items'][number];
export type RecordSync = Schemas['RecordSync'];
export type ImportPreview =
  Schemas['ImportPreview'] | Schemas['MeetingImportPreview'] | Schemas['TaskImportPreview'];
export type ImportState = Schemas['ImportState'];
export type StartImport = Body<'/api/imports/{id}/start', 'post'>;
export type RefusedRow = ImportState['refused'][number];
export type User = Schemas['User'];
export type UserState = User['state'];
export type UserListQuery = NonNullable<paths['/api/users']['get']['parameters']['query']>;
export type Invitation = Schemas['Invitation'];
export type Invitee = Body<'/api/invitations', 'post'>['people'][number];
export type InviteOutcome = Schemas['InviteOutcomes']['outcomes'][number];
export type InvitationLook = Schemas['InvitationLook'];
export type AcceptBy = Body<'/api/invitation/accept', 'post'>['by'];
export type AssociateBy = Body<'/api/invitation/associate', 'post'>['account'];
export type DirectoryPerson = Schemas['DirectoryPerson'];
export type Handover = Schemas['Handover'];
export type JoinRequest = Schemas['JoinRequest'];
export type JoinView = Schemas['JoinView'];
export type AuditEntry = Schemas['AuditEntry'];
export type AuditAction = AuditEntry['action'];
export type AuditQuery = NonNullable<paths['/api/audit']['get']['parameters']['query']>;
export type Profile = Schemas['Profile'];
export type Microsoft365 = Schemas['Microsoft365'];
export type Section = Schemas['Section'];
export type Kind = Section['kind'];
export type Configuration = Schemas['Configuration'];
export type ConfigurationInput = Body<'/api/channels/{kind}/configuration', 'put'>;
export type Direction = ConfigurationInput['direction'];
export type Preview = Schemas['Preview'];
export type Run = Schemas['Run'];
export type RunDetail = Schemas['RunDetail'];
export type JournalEntry = RunDetail['journal']['items'][number];
export type SyncProblem = Schemas['SyncProblem'];
export type Conflict = Schemas['Conflict'];
export type Hold = Schemas['Hold'];
export type ChangeEvent = Schemas['ChangeEvent'];
export type Operations = operations;
