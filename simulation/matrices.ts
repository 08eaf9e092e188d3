import type { Link } from '@counterpart/engine';
import { statusOf } from '@counterpart/engine';
import type { MatrixShape } from './coverage.ts';
import { requestFaults } from './faults.ts';
import { requestSteps } from './requests.ts';

/** What a link may be when something happens to its record. */
const linkStates = [
  'none yet',
  'only here',
  'only there',
  'in step',
  'edited here',
  'edited there',
  'edited on both',
  'deleted here',
  'deleted there',
  'moved out there',
  'out of scope here',
  'unreadable',
  'waits',
  'set apart',
] as const;

export type LinkState = (typeof linkStates)[number];

export function stateOfLink(link: Link | undefined, fields: readonly string[]): LinkState {
  if (!link) return 'none yet';
  if (link.stage !== 'open') return 'set apart';
  const [here, there] = [statusOf(link, 'local', fields), statusOf(link, 'remote', fields)];
  if (here === 'outOfScope') return 'out of scope here';
  if (there === 'outOfScope') return 'moved out there';
  if (here === 'unreadable' || there === 'unreadable') return 'unreadable';
  if (there === 'absent') return link.problem ? 'waits' : 'only here';
  if (here === 'absent') return link.problem ? 'waits' : 'only there';
  if (here === 'deleted') return 'deleted here';
  if (there === 'deleted') return 'deleted there';
  if (link.problem) return 'waits';
  if (here === 'changed') return there === 'changed' ? 'edited on both' : 'edited here';
  return there === 'changed' ? 'edited there' : 'in step';
}

const events = [
  'crm edit',
  'crm delete',
  'mailbox edit',
  'mailbox delete',
  'moveOut',
  'moveBack',
  'give',
  'cursor',
  'ledger',
  'killed',
] as const;

/** Where the record is gone, nobody can act on it; what was never seen lies in no state. */
const gone: { readonly [event: string]: readonly LinkState[] } = {
  'crm edit': ['deleted here', 'only there', 'out of scope here'],
  'crm delete': ['deleted here', 'only there', 'out of scope here'],
  'mailbox edit': ['deleted there', 'only here'],
  'mailbox delete': ['deleted there', 'only here'],
  moveOut: ['deleted there', 'only here', 'moved out there'],
  moveBack: ['deleted there', 'only here', 'in step', 'edited there', 'edited on both'],
  give: ['deleted here', 'only there', 'out of scope here'],
  cursor: ['none yet'],
  ledger: ['none yet'],
  killed: ['none yet'],
};

/** The ledger is lost only in histories without deletions and moves: without it nothing tells of them. */
const neverWithoutLedger = ['deleted here', 'deleted there', 'moved out there', 'set apart'];

const linkMatrix: MatrixShape = {
  name: 'link state × event',
  rows: linkStates,
  columns: events,
  impossible: (row, column) =>
    gone[column]?.includes(row as LinkState) === true ||
    (column === 'ledger' && neverWithoutLedger.includes(row)),
};

const kindsOfFault = [...new Set(Object.values(requestFaults).map(({ fault }) => fault.kind))];
const pages = new Set<string>([
  'emptyPage',
  'repeatEntries',
  'shuffleEntries',
  'unknownRemoved',
  'deltaExpired',
]);

const faultMatrix: MatrixShape = {
  name: 'fault × step',
  rows: kindsOfFault,
  columns: requestSteps,
  impossible: (row, column) =>
    (pages.has(row) && column !== 'changes') ||
    (row === 'accessDenied' && !['look', 'find', 'list', 'container'].includes(column)),
};

/** The steps of the ports at which a process may die. */
const portSteps = [
  'begin',
  'commit',
  'committed',
  ...requestSteps.flatMap((name) => [`request: ${name}`, `answer: ${name}`]),
];

const killMatrix: MatrixShape = {
  name: 'kill × step',
  rows: portSteps,
  columns: ['killed'],
  impossible: () => false,
};

export const matrices: readonly MatrixShape[] = [linkMatrix, faultMatrix, killMatrix];

/** What must come up somewhere in a long run, or the simulation does not reach it: decisions of the engine and what became of them. */
export const mustHappen = [
  'conflict',
  'adopted',
  'restored',
  'created again there',
  'deleted here',
  'deleted there',
  'unlinked',
  'parked',
  'held by the brake',
  'approved',
  'rejected',
  'a reply was lost and the write found',
  'channel failed',
  'run killed',
  'given to another owner',
  'organisation’s authority',
  'person’s authority',
] as const;

export type MustHappen = (typeof mustHappen)[number];
export const sometimes = 'sometimes';
