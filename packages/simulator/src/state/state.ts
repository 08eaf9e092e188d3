import type { Clock } from '../clock.ts';
import { emptyEntraState } from '../entra/state.ts';
import { emptyMailState } from '../mail/state.ts';
import { addTenant, type PersonSeed, type TenantSeed } from './people.ts';
import type { SimulatorState, Unknowns } from './types.ts';

const DEFAULT_UNKNOWNS: Unknowns = {
  ifMatchHonoured: true,
  expiredDeltaStatus: 410,
  syncStateCode: 'syncStateNotFound',
  idsWithSlashes: false,
  stampsAfterCreate: false,
  deletedNotificationOnMove: true,
  emptyFirstDeltaPage: false,
  duplicateTransactionStatus: 400,
  defaultCalendarStatus: 403,
  eventListsExceptions: false,
  seriesChangeDropsExceptions: true,
  allDayShown: 'converted',
  allDayShowAs: 'free',
  appointmentResponse: 'organizer',
  anyPatchMailsAttendees: true,
  notificationsPerEventUpdate: 1,
  calendarViewMostDays: 1825,
  displayNameRegenerated: 'nameParts',
  subscriptionsCoverAllFolders: true,
  todoThrottled: true,
  todoIfMatchHonoured: false,
  todoWellKnownListStatus: 400,
  todoDueTime: 'mailboxMidnight',
  todoRecurrence: 'newTask',
  todoNextKeepsLinks: true,
  todoDeltaExpandsLinks: false,
  todoLinksRaiseDelta: false,
  todoSingleLinkedResource: true,
  todoFiltersLinks: false,
  todoAcceptsFillers: false,
  todoSelect: 'honoured',
  deltaTokenLifetimeMs: null,
  defaultPageSize: 10,
  defaultDeltaPageSize: 200,
};

export type StateSeed = {
  clock: Clock;
  random: () => number;
  people?: PersonSeed[];
  tenants?: TenantSeed[];
  unknowns?: Partial<Unknowns>;
  prepare?: (state: SimulatorState) => void;
};

export function createState(seed: StateSeed): SimulatorState {
  const state: SimulatorState = {
    clock: seed.clock,
    random: seed.random,
    unknowns: { ...DEFAULT_UNKNOWNS },
    listeners: [],
    readLagMs: new Map(),
    tenants: new Map(),
    subscriptions: new Map(),
    entra: emptyEntraState(),
    mail: emptyMailState(),
  };
  fillState(state, seed);
  return state;
}

/** Puts the state back to what the seed says. */
export function fillState(state: SimulatorState, seed: StateSeed): void {
  state.unknowns = { ...DEFAULT_UNKNOWNS, ...seed.unknowns };
  state.readLagMs.clear();
  state.tenants.clear();
  state.subscriptions.clear();
  state.entra = emptyEntraState();
  state.mail = emptyMailState();
  for (const tenant of seed.tenants ?? [{ people: seed.people ?? [] }]) addTenant(state, tenant);
  seed.prepare?.(state);
}
