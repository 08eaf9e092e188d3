/** The CRM on PostgreSQL: organisations and people, records, imports and exports, the change log. */
export { openCrm, type Crm, type CrmOptions, type Tx } from './crm.ts';
export { migrate, MigrationError } from './database/migrate.ts';
export { permissions, type Actor, type ChangeSource, type Permission } from './actor.ts';
export { CrmError, crmErrors, type CrmErrorCode, type InputProblem } from './errors.ts';
export { contactFieldNames, type ContactFieldName, type ContactValues } from './contacts/columns.ts';
export type * from './contacts/types.ts';
export type * from './imports/types.ts';
export type * from './database/tables.ts';
export * from './services.ts';
