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

// Sign-in, mail, loaders
export { issueAccessToken, readAccessToken, revokePerson, withdrawConsent } from './entra/tokens.ts';
export { listOutbox } from './mail/outbox.ts';
export { DEFAULT_APP, registerApp, registerDefaultApp, type AppSeed } from './entra/apps.ts';
export { grantAdminConsent } from './entra/consents.ts';
export { listenSmtp, type SmtpListener } from './mail/smtp.ts';
