/** The CRM on PostgreSQL: organisations and people, records, imports and exports, the change log. */
export { openCrm, tellFacts, type Crm, type CrmOptions, type Facts, type Tx } from './crm.ts';
export { migrate, MigrationError } from './database/migrate.ts';
export type * from './database/tables.ts';
export { mustHold, permissions, type Actor, type ChangeSource, type Permission } from './actor.ts';
export { CrmError, crmErrors, type CrmErrorCode, type InputProblem } from './errors.ts';

export type * from './people/types.ts';
export { isAddress } from './people/address.ts';
export { createOrganisation, organisationsOf } from './people/organisations.ts';
export {
  createAccount,
  findAccountByEmail,
  setPassword,
  verifyPassword,
  type NewAccount,
} from './people/accounts.ts';
export { actorForMembership, addMembership } from './people/memberships.ts';
export { changeProfile, getUser, listUsers, type UserFilter } from './people/users.ts';
export { activateUser, deactivateUser } from './people/deactivate.ts';
export { getHandover, handOver, runHandover, type Handover } from './people/handover.ts';
export {
  invitationStates,
  listInvitations,
  type Invitation,
  type InvitationState,
} from './people/invitation-rows.ts';
export {
  invite,
  resendInvitation,
  revokeInvitation,
  type InviteOutcome,
  type Invitations,
  type Invitee,
} from './people/invite.ts';
export {
  acceptInvitation,
  associateAccount,
  findInvitation,
  isInvited,
  isInvitedPerson,
  type AcceptBy,
  type FoundInvitation,
  type InvitationKey,
  type Visitor,
} from './people/accept.ts';
export {
  findJoinRequest,
  joinRequestStates,
  getJoinRequest,
  lastRequestOf,
  listJoinRequests,
  type JoinRequest,
  type JoinRequestState,
} from './people/join-request-rows.ts';
export { askToJoin, type Asking } from './people/ask.ts';
export {
  approveJoinRequest,
  declineJoinRequest,
  resendJoinRequest,
  revokeJoinRequest,
} from './people/decide.ts';
export { sendQueued, type Delivery, type QueuedMail, type SealedMail } from './people/mails.ts';
export { auditActions, auditSubjects, listAudit, writeAudit, type AuditEntry } from './people/audit.ts';
export { standingOf, type Standing } from './people/standing.ts';
export { claimTenant, organisationName, organisationOfTenant } from './people/tenants.ts';
export { cloneProfile, deleteProfile, listProfiles, updateProfile } from './people/profiles.ts';
export {
  actorOf,
  chooseOrganisation,
  endExpiredSessions,
  endSession,
  readSession,
  startSession,
} from './people/sessions.ts';
export {
  createAccessToken,
  isAccessToken,
  listAccessTokens,
  readAccessToken,
  revokeAccessToken,
  type AccessToken,
} from './access/tokens.ts';
export {
  createView,
  deleteView,
  getView,
  listViews,
  updateView,
  type View,
  type ViewInput,
} from './views/views.ts';
export { onlyOnce } from './access/once.ts';
export { findIdentity, identitiesOf, tieIdentity, type Identity } from './people/identities.ts';

export type * from './records/types.ts';
export { nameOfContent } from './records/name.ts';
export { type RecordService } from './records/service.ts';
export { contactFieldNames, type ContactFieldName } from './contacts/table.ts';
export * from './contacts/contacts.ts';
export { type SyncedTaskFieldName, type TaskFieldName, type TaskFilterFields } from './tasks/table.ts';
export * from './tasks/tasks.ts';
export { namesOfContacts } from './tasks/related.ts';
export {
  type MeetingFieldName,
  type MeetingFilterFields,
  type SyncedMeetingFieldName,
} from './meetings/table.ts';
export * from './meetings/meetings.ts';
export { listCalendar, type CalendarItem } from './meetings/calendar.ts';
export {
  cancelOccurrence,
  changeOccurrence,
  resetOccurrence,
  type OccurrenceScope,
} from './meetings/occurrences.ts';
export { surroundingsOf, type MeetingSurroundings } from './meetings/related.ts';
export { nextStart as nextMeetingStart, timesOf as meetingTimesOf } from './meetings/times.ts';

export type * from './imports/types.ts';
export { startImport } from './imports/start.ts';
export { settleRecords } from './records/settle.ts';
export { refusedRows } from './imports/refused.ts';
export { runImport, type RunImportInput } from './imports/run.ts';
export { cancelImport, getImport } from './imports/status.ts';

export { chance } from './demo/people.ts';
export {
  insertInvented,
  insertInventedMeetings,
  insertInventedTasks,
  seedDemo,
  type DemoInput,
  type DemoPerson,
  type SeededPerson,
} from './demo/seed.ts';

export * from './ledger/index.ts';
export { openPool } from './database/pool.ts';
