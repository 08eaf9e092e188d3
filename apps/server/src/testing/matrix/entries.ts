import type { Permission } from '@counterpart/crm';
import type { Thing } from './things.ts';

/** What is peculiar to a route; all else follows from the OpenAPI document. */
export interface Entry {
  /** Anybody may ask, without a session. */
  readonly open?: true;
  /** What each path parameter that is an identifier names. Of another organisation it is not found. */
  readonly path?: { readonly [parameter: string]: Thing };
  /** A colleague's thing is refused as well, for somebody without viewAll and editAll. */
  readonly owned?: true;
  /** Without this permission it is refused. */
  readonly needs?: Permission;
  /** What the path names is found nowhere, and the refusal has another code for it. */
  readonly unfound?: { readonly status: number; readonly code: string };
  /** Identifiers in the body, by their place: with another organisation's the request changes nothing. */
  readonly body?: { readonly [place: string]: Thing };
  /** Laid over the document's example where that is refused for its values alone. */
  readonly example?: object;
  /** Takes a form with a file. */
  readonly form?: true;
}

const open: Entry = { open: true };
/** Asks about the person who asks and about nobody else. */
const own: Entry = {};
const users: Entry = { needs: 'manageUsers' };
const user: Entry = { ...users, path: { id: 'member' } };
const invitation: Entry = { ...users, path: { id: 'invitation' } };
const joinRequest: Entry = {
  ...users,
  path: { id: 'joinRequest' },
};
const profile: Entry = { needs: 'manageProfiles', path: { id: 'profile' } };

const contact: Entry = { path: { id: 'contact' }, owned: true };
const contactOwner: Entry = { body: { ownerId: 'member' } };
const task: Entry = { path: { id: 'task' }, owned: true };
const taskValues: Entry = { body: { ownerId: 'member', relatedContactId: 'contact' } };
const importing: Entry = { needs: 'import', form: true };
const imported: Entry = { path: { id: 'import' }, owned: true };
const meeting: Entry = { path: { id: 'meeting' }, owned: true };
const view: Entry = { path: { id: 'view' }, owned: true };
const channelValues: Entry = { example: { fields: [] } };

/**
 * One line for each route of the API, as the OpenAPI document names it. The test fails for a route without a line and for a line without
 * a route; and for an identifier in a path or a body that its line does not name.
 */
export const entries: { readonly [route: string]: Entry } = {
  'GET /api/errors': open,
  'GET /api/sign-in': open,
  'POST /api/session': open,
  'POST /api/session/token': open,
  'GET /auth/microsoft': open,
  'GET /launch': open,
  'GET /api/terms': open,
  'POST /api/invitation/look': open,
  'POST /api/invitation/accept': open,
  'POST /api/invitation/associate': open,
  'GET /api/join': open,
  'POST /api/join': open,
  'POST /api/microsoft365/notifications': open,
  'POST /api/microsoft365/lifecycle': open,

  'GET /api/session': own,
  'DELETE /api/session': own,
  'POST /api/session/organisation': { body: { organisationId: 'organisation' } },
  'GET /api/tokens': own,
  'POST /api/tokens': own,
  'DELETE /api/tokens/{id}': { path: { id: 'token' }, owned: true },

  'GET /api/contacts': own,
  'POST /api/contacts': contactOwner,
  'GET /api/contacts/deleted': own,
  'GET /api/contacts/{id}': contact,
  'PATCH /api/contacts/{id}': { ...contact, ...contactOwner },
  'DELETE /api/contacts/{id}': contact,
  'POST /api/contacts/{id}/restore': contact,
  'GET /api/contacts/{id}/timeline': contact,
  'GET /api/contacts/{id}/sync': contact,
  'POST /api/contacts/mass-update': {
    needs: 'massUpdate',
    body: {
      'selection.ids.0': 'contact',
      'selection.filter.ownerId': 'member',
      'selection.except.0': 'contact',
      ownerId: 'member',
    },
  },
  'POST /api/contacts/mass-delete': {
    needs: 'massDelete',
    body: {
      'selection.ids.0': 'contact',
      'selection.filter.ownerId': 'member',
      'selection.except.0': 'contact',
    },
  },
  'GET /api/contacts/export': { needs: 'export' },
  'POST /api/contacts/imports': importing,

  'GET /api/tasks': own,
  'POST /api/tasks': taskValues,
  'GET /api/tasks/deleted': own,
  'GET /api/tasks/{id}': task,
  'PATCH /api/tasks/{id}': { ...task, ...taskValues },
  'DELETE /api/tasks/{id}': task,
  'POST /api/tasks/{id}/restore': task,
  'GET /api/tasks/{id}/timeline': task,
  'GET /api/tasks/{id}/sync': task,
  'POST /api/tasks/mass-update': {
    needs: 'massUpdate',
    body: {
      'selection.ids.0': 'task',
      'selection.filter.ownerId': 'member',
      'selection.filter.relatedContactId': 'contact',
      'selection.except.0': 'task',
      'changes.relatedContactId': 'contact',
      ownerId: 'member',
    },
  },
  'POST /api/tasks/mass-delete': {
    needs: 'massDelete',
    body: {
      'selection.ids.0': 'task',
      'selection.filter.ownerId': 'member',
      'selection.filter.relatedContactId': 'contact',
      'selection.except.0': 'task',
    },
  },
  'GET /api/tasks/export': { needs: 'export' },
  'POST /api/tasks/imports': importing,

  'GET /api/meetings': own,
  'POST /api/meetings': { body: { ownerId: 'member' } },
  'GET /api/meetings/calendar': own,
  'GET /api/meetings/deleted': own,
  'GET /api/meetings/{id}': meeting,
  'PATCH /api/meetings/{id}': { ...meeting, body: { ownerId: 'member' } },
  'DELETE /api/meetings/{id}': meeting,
  'POST /api/meetings/{id}/restore': meeting,
  'GET /api/meetings/{id}/timeline': meeting,
  'GET /api/meetings/{id}/sync': meeting,
  'POST /api/meetings/{id}/invite': meeting,
  'POST /api/meetings/{id}/occurrences': meeting,
  'POST /api/meetings/{id}/occurrences/delete': meeting,
  'POST /api/meetings/{id}/occurrences/reset': meeting,
  'POST /api/meetings/mass-update': {
    needs: 'massUpdate',
    body: {
      'selection.ids.0': 'meeting',
      'selection.filter.ownerId': 'member',
      'selection.filter.contactId': 'contact',
      'selection.except.0': 'meeting',
      ownerId: 'member',
    },
  },
  'POST /api/meetings/mass-delete': {
    needs: 'massDelete',
    body: {
      'selection.ids.0': 'meeting',
      'selection.filter.ownerId': 'member',
      'selection.filter.contactId': 'contact',
      'selection.except.0': 'meeting',
    },
  },
  'GET /api/meetings/export': { needs: 'export' },
  'POST /api/meetings/imports': importing,

  'GET /api/imports/{id}': imported,
  'GET /api/imports/{id}/refused': imported,
  'POST /api/imports/{id}/start': { ...imported, needs: 'import' },
  'POST /api/imports/{id}/cancel': imported,

  'GET /api/views': own,
  'POST /api/views': own,
  'GET /api/views/{id}': view,
  'PATCH /api/views/{id}': view,
  'DELETE /api/views/{id}': view,

  'GET /api/home': own,
  'GET /api/users': own,
  'GET /api/profiles': own,
  'POST /api/profiles/{id}/clone': profile,
  'PATCH /api/profiles/{id}': profile,
  'DELETE /api/profiles/{id}': profile,

  'GET /api/users/{id}': user,
  'PATCH /api/users/{id}': { ...user, body: { profileId: 'profile' } },
  'POST /api/users/{id}/deactivate': { ...user, body: { newOwnerId: 'member' } },
  'POST /api/users/{id}/activate': user,
  'POST /api/users/{id}/hand-over': { ...user, body: { newOwnerId: 'member' } },
  'GET /api/handovers/{id}': { ...users, path: { id: 'handover' } },
  'GET /api/invitations': users,
  'POST /api/invitations': {
    ...users,
    body: { profileId: 'profile', 'people.0.directoryId': 'directoryPerson' },
  },
  'POST /api/invitations/{id}/resend': invitation,
  'POST /api/invitations/{id}/revoke': invitation,
  'GET /api/join-requests': users,
  'POST /api/join-requests/look': users,
  'POST /api/join-requests/{id}/approve': { ...joinRequest, body: { profileId: 'profile' } },
  'POST /api/join-requests/{id}/decline': joinRequest,
  'POST /api/join-requests/{id}/resend': joinRequest,
  'POST /api/join-requests/{id}/revoke': joinRequest,
  'GET /api/directory/people': users,
  'GET /api/directory/people/{id}/photo': {
    ...users,
    path: { id: 'directoryPerson' },
    unfound: { status: 409, code: 'organisationNotConnected' },
  },
  'GET /api/audit': users,

  'GET /api/microsoft365': own,
  'GET /api/microsoft365/calendars': own,
  'GET /api/channels/{kind}/configuration': own,
  'PUT /api/channels/{kind}/configuration': channelValues,
  'POST /api/channels/{kind}/preview': channelValues,
  'POST /api/channels/{kind}/enable': { needs: 'syncContacts' },
  'POST /api/channels/{kind}/disable': own,
  'POST /api/channels/{kind}/sync': own,
  'POST /api/channels/{kind}/pause': own,
  'POST /api/channels/{kind}/resume': own,
  'GET /api/channels/{kind}/runs': own,
  'GET /api/channels/{kind}/problems': own,
  'GET /api/channels/{kind}/conflicts': own,
  'GET /api/channels/{kind}/holds': own,
  'GET /api/channels/{kind}/runs/{id}': { path: { id: 'run' }, owned: true },
  'POST /api/conflicts/{id}/take': { path: { id: 'conflict' }, owned: true },
  'POST /api/holds/{id}': { path: { id: 'hold' }, owned: true },
  'GET /api/events': own,
};
