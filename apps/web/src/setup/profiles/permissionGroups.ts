import type { Permission } from '../../api/types.ts';

/** P1: the permissions of a profile, as its page groups them. */
export const permissionGroups = {
  microsoft: ['syncMeetings', 'syncContacts', 'syncTasks'],
  records: ['viewAll', 'editAll', 'import', 'export', 'massUpdate', 'massDelete'],
  administration: ['manageUsers', 'manageProfiles', 'manageMarketplace'],
} as const satisfies { readonly [group: string]: readonly Permission[] };

export const groupNames = ['microsoft', 'records', 'administration'] as const;
