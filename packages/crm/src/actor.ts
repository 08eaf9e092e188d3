import { CrmError } from './errors.ts';

/** What a profile may allow. */
export const permissions = [
  'manageUsers',
  'manageProfiles',
  'manageMarketplace',
  'import',
  'export',
  'massUpdate',
  'massDelete',
  'syncMeetings',
  'syncContacts',
  'syncTasks',
  'viewAll',
  'editAll',
] as const;

export type Permission = (typeof permissions)[number];

/** What people know the permissions by. */
const permissionNames: { readonly [permission in Permission]: string } = {
  manageUsers: 'Manage users',
  manageProfiles: 'Manage profiles',
  manageMarketplace: 'Manage the marketplace',
  import: 'Import',
  export: 'Export',
  massUpdate: 'Mass update',
  massDelete: 'Mass delete',
  syncMeetings: 'Sync the calendar with Microsoft 365',
  syncContacts: 'Sync contacts with Microsoft 365',
  syncTasks: 'Sync tasks with Microsoft 365',
  viewAll: 'See everybody’s records',
  editAll: 'Change everybody’s records',
};

/** The refusal that says which permission is missing and who gives it. */
export const lacking = (permission: Permission): CrmError =>
  new CrmError(
    'notAllowed',
    `This needs the permission “${permissionNames[permission]}”. An administrator gives it in your profile.`,
  );

/** From where a change comes; stands in the change log (B5). */
export type ChangeSource = 'page' | 'api' | 'import' | 'massUpdate' | 'microsoft365' | 'system';

/** On whose behalf, in which organisation and from where a call is made. */
export interface Actor {
  readonly orgId: string;
  readonly membershipId: string;
  readonly accountId: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly source: ChangeSource;
  /** The address that the request came from; absent in jobs. */
  readonly ip?: string;
  /** The channel whose run writes. */
  readonly channelId?: string;
  /** The run, or the import, that the change is part of. */
  readonly runId?: string;
}

/** @throws CrmError `notAllowed` when the actor's profile lacks the permission. */
export function mustHold(actor: Actor, permission: Permission): void {
  if (!actor.permissions.has(permission)) throw lacking(permission);
}
