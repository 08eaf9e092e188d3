import type { App } from '../http/app.ts';
import type { CountNotifications } from '../http/metrics.ts';
import { createOnce } from '../http/once.ts';
import { requireOwnPages, requireSession } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import { microsoftSignInRoutes } from '../auth/routes.ts';
import { auditRoutes } from './audit.ts';
import { channelRoutes } from './channels.ts';
import { contactsApi } from './contacts.api.ts';
import { directoryRoutes } from './directory.ts';
import { docsRoutes } from './docs.ts';
import { eventRoutes } from './events.ts';
import { homeRoutes } from './home.ts';
import { importFileRoute, importRoutes } from './imports.ts';
import { invitationRoutes } from './invitations.ts';
import { joinRequestRoutes } from './join-requests.ts';
import { joiningRoutes } from './joining.ts';
import { meetingsApi } from './meetings.api.ts';
import { meetingRoutes } from './meetings.ts';
import { microsoft365Routes } from './microsoft365.ts';
import { notificationRoutes } from './notifications.ts';
import { profileRoutes } from './profiles.ts';
import { recordRoutes } from './records.ts';
import { recordBulkRoutes } from './records-bulk.ts';
import { currentSessionRoutes, signInRoutes } from './session.ts';
import { tasksApi } from './tasks.api.ts';
import { tokenRoutes } from './tokens.ts';
import { userRoutes } from './users.ts';
import { viewRoutes } from './views.ts';

/** The whole API: first what anybody may ask, then what needs a session. */
export async function apiRoutes(
  app: App,
  given: Given,
  countNotifications: CountNotifications,
): Promise<void> {
  await app.register(async (scope: App) => notificationRoutes(scope, given, countNotifications));
  docsRoutes(app);
  await app.register(async (scope: App) => {
    requireOwnPages(scope);
    signInRoutes(scope, given);
    microsoftSignInRoutes(scope, given);
    joiningRoutes(scope, given);
  });
  await app.register(async (scope: App) => {
    requireOwnPages(scope);
    requireSession(scope, given);
    sessionRoutes(scope, createOnce(scope, given));
  });
}

function sessionRoutes(scope: App, given: Given): void {
  const apis = [contactsApi, meetingsApi, tasksApi];
  currentSessionRoutes(scope, given);
  tokenRoutes(scope, given);
  for (const api of apis) {
    recordRoutes(scope, given, api);
    recordBulkRoutes(scope, given, api);
    importFileRoute(scope, given, api);
  }
  meetingRoutes(scope, given);
  importRoutes(scope, given);
  viewRoutes(scope, given, apis);
  homeRoutes(scope, given);
  userRoutes(scope, given);
  invitationRoutes(scope, given);
  joinRequestRoutes(scope, given);
  directoryRoutes(scope, given);
  auditRoutes(scope, given);
  profileRoutes(scope, given);
  microsoft365Routes(scope, given);
  channelRoutes(scope, given);
  eventRoutes(scope, given);
}
