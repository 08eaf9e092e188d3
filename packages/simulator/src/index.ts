export { systemClock, manualClock, sleep, type Clock, type ManualClock } from './clock.ts';
export { createSimulator, type Settings, type Simulator, type SimulatorOptions } from './simulator.ts';
export { listen, type Listening } from './listen.ts';
export { loadFrom, saveTo } from './files.ts';
export type { Actor } from './act.ts';
export type { Fault, FaultRule, Faults, FaultSeed, NotificationFault, RequestFault } from './faults.ts';
export { PUBLISHED_LIMITS, type ThrottleLimits } from './throttle.ts';
export type { LoggedRequest, RequestCounters, RequestLog } from './requestLog.ts';
export { addPerson, addTenant, findPerson, findPersonAnywhere, firstTenant } from './state/people.ts';
export type { PersonSeed, TenantSeed } from './state/people.ts';
export { mailboxOf } from './state/mailbox.ts';
export { seededRandom } from './random.ts';
export type { Subscription } from './state/subscription.ts';
export type { Json, JsonObject, Mailbox, Person, SimulatorState, Tenant, Unknowns } from './state/types.ts';
export { GraphError } from './graph/errors.ts';

// Sign-in, mail, loaders, and all of it on this machine's ports
export { startSimulator, type RunningSimulator, type StartOptions } from './start.ts';
export type { DescribedPerson, Description } from './describe.ts';
export {
  addSecret,
  DEFAULT_APP,
  TEST_APP,
  expireSecrets,
  registerApp,
  registerDefaultApp,
  registerTestApp,
  type AppSeed,
} from './entra/apps.ts';
export type { AppRegistration, RedirectUri } from './entra/state.ts';
export { grantAdminConsent, grantUserConsent } from './entra/consents.ts';
export {
  issueAccessToken,
  issueRefreshToken,
  readAccessToken,
  revokePerson,
  withdrawConsent,
} from './entra/tokens.ts';
export { GRAPH_SCOPES, IDENTITY_SCOPES } from './entra/permissions.ts';
export { listOutbox, outsideMail, sendInternalMail } from './mail/outbox.ts';
export type { Address, MailContent, MailKind, SentMail } from './mail/state.ts';
export { listenSmtp, type SmtpListener } from './mail/smtp.ts';
export { contactsFromVcf, decodeVcf, type VcfContacts } from './loaders/vcf.ts';
export { contactBody, type GraphContactInput } from './loaders/graphContact.ts';
export { eventsFromIcs, type IcsEvent, type IcsEvents } from './loaders/ics.ts';
export { loadEvents } from './loaders/calendar.ts';
export { loadContacts } from './loaders/mailbox.ts';
export { generatePeople } from './loaders/generate.ts';
export { readPeople, type LoadedPerson } from './loaders/people.ts';
