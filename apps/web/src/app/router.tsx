import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { asProblem } from '../api/problem.ts';
import { sessionQuery } from '../api/queries.ts';
import { Waiting } from '../ui/states.tsx';
import { listSearch } from '../contacts/listSearch.ts';
import { firstPageQuery } from '../contacts/useContactList.ts';
import { calendarSearch } from '../meetings/calendar/search.ts';
import { meetingSearch } from '../meetings/listSearch.ts';
import { editSearch, newSearch, recordSearch } from '../meetings/search.ts';
import { auditSearch } from '../setup/audit/auditSearch.ts';
import { userSearch } from '../setup/users/userSearch.ts';
import { taskSearch } from '../tasks/listSearch.ts';
import { ErrorPage, NotFoundPage } from './ErrorPage.tsx';
import { createQueryClient } from './queryClient.ts';

interface Context {
  queryClient: QueryClient;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  errorComponent: ErrorPage,
  notFoundComponent: NotFoundPage,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { returnTo?: string; problem?: string } => ({
    returnTo: text(search['returnTo']),
    problem: text(search['problem']),
  }),
  component: lazyRouteComponent(() => import('../signin/SignInPage.tsx'), 'SignInPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  validateSearch: (search): { step?: 'associate' } =>
    search['step'] === 'associate' ? { step: 'associate' } : {},
  component: lazyRouteComponent(() => import('../join/InvitationPage.tsx'), 'InvitationPage'),
});
const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('../join/JoinPage.tsx'), 'JoinPage'),
});
const terms = createRoute({
  getParentRoute: () => root,
  path: '/terms',
  component: lazyRouteComponent(() => import('../join/Terms.tsx'), 'TermsPage'),
});

/** Everything that needs a session. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(sessionQuery);
    } catch (error) {
      if (asProblem(error).code !== 'notSignedIn') throw error;
      throw redirect({ to: '/sign-in', search: { returnTo: location.href } });
    }
  },
  component: lazyRouteComponent(() => import('./Shell.tsx'), 'Shell'),
});

const to = (path: string, target: string) =>
  createRoute({
    getParentRoute: () => inside,
    path,
    beforeLoad: () => {
      throw redirect({ to: target, replace: true });
    },
  });

const contacts = createRoute({
  getParentRoute: () => inside,
  path: '/contacts',
  validateSearch: listSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    if (deps.page === undefined) void context.queryClient.prefetchQuery(firstPageQuery(deps));
  },
  component: lazyRouteComponent(() => import('../contacts/ListPage.tsx'), 'ListPage'),
});
const newContact = createRoute({
  getParentRoute: () => inside,
  path: '/contacts/new',
  component: lazyRouteComponent(() => import('../contacts/EditPage.tsx'), 'NewPage'),
});
const deletedContacts = createRoute({
  getParentRoute: () => inside,
  path: '/contacts/deleted',
  component: lazyRouteComponent(() => import('../records/DeletedPage.tsx'), 'DeletedContactsPage'),
});
const importContacts = createRoute({
  getParentRoute: () => inside,
  path: '/contacts/import',
  validateSearch: (search): { id?: string } => ({ id: text(search['id']) }),
  component: lazyRouteComponent(() => import('../import/ImportPage.tsx'), 'ImportContactsPage'),
});
const contact = createRoute({
  getParentRoute: () => inside,
  path: '/contacts/$id',
  component: lazyRouteComponent(() => import('../contacts/RecordPage.tsx'), 'RecordPage'),
});
const editContact = createRoute({
  getParentRoute: () => inside,
  path: '/contacts/$id/edit',
  component: lazyRouteComponent(() => import('../contacts/EditPage.tsx'), 'EditPage'),
});
const tasks = createRoute({
  getParentRoute: () => inside,
  path: '/tasks',
  validateSearch: taskSearch,
  component: lazyRouteComponent(() => import('../tasks/ListPage.tsx'), 'ListPage'),
});
const newTask = createRoute({
  getParentRoute: () => inside,
  path: '/tasks/new',
  component: lazyRouteComponent(() => import('../tasks/EditPage.tsx'), 'NewPage'),
});
const deletedTasks = createRoute({
  getParentRoute: () => inside,
  path: '/tasks/deleted',
  component: lazyRouteComponent(() => import('../records/DeletedPage.tsx'), 'DeletedTasksPage'),
});
const importTasks = createRoute({
  getParentRoute: () => inside,
  path: '/tasks/import',
  validateSearch: (search): { id?: string } => ({ id: text(search['id']) }),
  component: lazyRouteComponent(() => import('../import/ImportPage.tsx'), 'ImportTasksPage'),
});
const task = createRoute({
  getParentRoute: () => inside,
  path: '/tasks/$id',
  component: lazyRouteComponent(() => import('../tasks/RecordPage.tsx'), 'RecordPage'),
});
const editTask = createRoute({
  getParentRoute: () => inside,
  path: '/tasks/$id/edit',
  component: lazyRouteComponent(() => import('../tasks/EditPage.tsx'), 'EditPage'),
});
const meetings = createRoute({
  getParentRoute: () => inside,
  path: '/meetings',
  validateSearch: meetingSearch,
  component: lazyRouteComponent(() => import('../meetings/ListPage.tsx'), 'ListPage'),
});
const calendar = createRoute({
  getParentRoute: () => inside,
  path: '/meetings/calendar',
  validateSearch: calendarSearch,
  component: lazyRouteComponent(() => import('../meetings/calendar/CalendarPage.tsx'), 'CalendarPage'),
});
const newMeeting = createRoute({
  getParentRoute: () => inside,
  path: '/meetings/new',
  validateSearch: newSearch,
  component: lazyRouteComponent(() => import('../meetings/EditPage.tsx'), 'NewPage'),
});
const deletedMeetings = createRoute({
  getParentRoute: () => inside,
  path: '/meetings/deleted',
  component: lazyRouteComponent(() => import('../records/DeletedPage.tsx'), 'DeletedMeetingsPage'),
});
const importMeetings = createRoute({
  getParentRoute: () => inside,
  path: '/meetings/import',
  validateSearch: (search): { id?: string } => ({ id: text(search['id']) }),
  component: lazyRouteComponent(() => import('../import/ImportPage.tsx'), 'ImportMeetingsPage'),
});
const meeting = createRoute({
  getParentRoute: () => inside,
  path: '/meetings/$id',
  validateSearch: recordSearch,
  component: lazyRouteComponent(() => import('../meetings/RecordPage.tsx'), 'RecordPage'),
});
const editMeeting = createRoute({
  getParentRoute: () => inside,
  path: '/meetings/$id/edit',
  validateSearch: editSearch,
  component: lazyRouteComponent(() => import('../meetings/EditPage.tsx'), 'EditPage'),
});
const marketplace = createRoute({
  getParentRoute: () => inside,
  path: '/setup/marketplace',
  component: lazyRouteComponent(() => import('../setup/MarketplacePage.tsx'), 'MarketplacePage'),
});
const office365 = createRoute({
  getParentRoute: () => inside,
  path: '/setup/marketplace/microsoft/office-365',
  component: lazyRouteComponent(() => import('../setup/Office365Page.tsx'), 'Office365Page'),
});
const channel = createRoute({
  getParentRoute: () => inside,
  path: '/setup/marketplace/microsoft/office-365/$kind',
  validateSearch: (search): { tab?: string; run?: string } => ({
    tab: text(search['tab']),
    run: text(search['run']),
  }),
  component: lazyRouteComponent(() => import('../setup/ChannelPage.tsx'), 'ChannelPage'),
});
const users = createRoute({
  getParentRoute: () => inside,
  path: '/setup/users',
  validateSearch: userSearch,
  component: lazyRouteComponent(() => import('../setup/users/UsersPage.tsx'), 'UsersPage'),
});
const audit = createRoute({
  getParentRoute: () => inside,
  path: '/setup/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('../setup/audit/AuditPage.tsx'), 'AuditPage'),
});
const profiles = createRoute({
  getParentRoute: () => inside,
  path: '/setup/profiles',
  component: lazyRouteComponent(() => import('../setup/profiles/ProfilesPage.tsx'), 'ProfilesPage'),
});
const profile = createRoute({
  getParentRoute: () => inside,
  path: '/setup/profiles/$id',
  component: lazyRouteComponent(() => import('../setup/profiles/ProfilePage.tsx'), 'ProfilePage'),
});

const routeTree = root.addChildren([
  signIn,
  invitation,
  join,
  terms,
  inside.addChildren([
    to('/', '/contacts'),
    to('/setup', '/setup/marketplace'),
    to('/setup/marketplace/microsoft', '/setup/marketplace/microsoft/office-365'),
    contacts,
    newContact,
    deletedContacts,
    importContacts,
    contact,
    editContact,
    meetings,
    calendar,
    newMeeting,
    deletedMeetings,
    importMeetings,
    meeting,
    editMeeting,
    tasks,
    newTask,
    deletedTasks,
    importTasks,
    task,
    editTask,
    marketplace,
    office365,
    channel,
    users,
    profiles,
    profile,
    audit,
  ]),
]);

export function createPages() {
  const queryClient = createQueryClient(() => {
    queryClient.removeQueries();
    const { pathname, href } = router.state.location;
    if (pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { returnTo: href } });
  });
  const router = createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPendingComponent: Waiting,
    scrollRestoration: true,
  });
  return { router, queryClient };
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPages>['router'];
  }
}
