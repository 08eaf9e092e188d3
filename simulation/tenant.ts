import { createGates, createGraphClient, type ReplicaOptions } from '@counterpart/microsoft365';
import { createSimulator, issueAccessToken, readAccessToken, type Actor } from '@counterpart/simulator';
import { requestFaults } from './faults.ts';
import type { Access, Mailbox, Service, ServiceOptions, Surroundings } from './kinds/kind.ts';
import { isBatch, partsOf, stepOf } from './requests.ts';

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A person with a mailbox, and what a connector needs to reach it. */
export interface Seat {
  readonly actor: Actor;
  replicaOptions(): Omit<ReplicaOptions, 'container' | 'containerName'>;
}

/** The delegated permission and the application's role that a kind needs. */
interface Permissions {
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
}

const base = 'http://tenant.example/v1.0';
const loginOf = (person: number) => `person${person}@contoso.example`;
const app = 'counterpart';

/** A simulated tenant with everybody's mailboxes, and the real Graph client in front of it. */
export function openTenant(
  { clock, chance, plan, coverage }: ServiceOptions,
  permissions: Permissions,
  openMailbox: (seat: Seat) => Mailbox,
): Service {
  const simulator = createSimulator({
    clock,
    random: chance.next,
    people: plan.people.map((_, person) => ({
      userPrincipalName: loginOf(person),
      displayName: `P${person}`,
    })),
    throttle: 'off',
    // To Do: nobody promises to heed If-Match, and then a moment remains in which an edit can be lost; that is no mistake of ours.
    unknowns: {
      todoIfMatchHonoured: true,
      stampsAfterCreate: false,
      emptyFirstDeltaPage: false,
      ...plan.unknowns,
    },
  });
  const { state } = simulator;
  const actors = plan.people.map((_, person) => simulator.act(loginOf(person)));
  const numbers = new Map(actors.map(({ person }, index) => [person.id, index]));
  const gates = createGates(clock);
  const accesses: Access[] = [];
  let logged = 0;
  let count = 0;
  const ids = { next: () => `request-${(count += 1)}` };

  /** Whose mailbox a path means, said by the service's own reading of the token. */
  const whose = (path: string, token: string): number | null => {
    const named = /^\/users\/([^/]+)/.exec(path)?.[1];
    if (named !== undefined) return numbers.get(decodeURIComponent(named)) ?? null;
    const read = readAccessToken(state, token);
    return read.ok && path.startsWith('/me') ? (numbers.get(read.personId ?? '') ?? null) : null;
  };

  async function note(by: number, request: Request): Promise<string> {
    const path = request.url.slice(base.length);
    const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
    const parts = isBatch(path) ? partsOf(await request.clone().text()) : [{ method: request.method, path }];
    for (const part of parts) accesses.push({ by, to: whose(part.path, token), path: part.path });
    return stepOf(parts);
  }

  function noteFaults(): void {
    if (coverage === null) return;
    for (const one of simulator.log.since(logged)) {
      logged = one.sequence;
      if (one.fault !== null) coverage.count('fault × step', one.fault, stepOf([one]));
    }
  }

  function seat(person: number, { step, recall }: Surroundings): Seat | null {
    const actor = actors[person];
    const { authority, organisation } = plan.people[person] ?? {};
    if (actor === undefined) return null;
    const { id } = actor.person;
    const tenantId = actor.mailbox.tenantId;
    const token = () =>
      issueAccessToken(state, {
        tenantId,
        appId: app,
        expiresInS: 3600,
        ...(authority === 'organisation'
          ? { personId: null, roles: permissions.roles }
          : { personId: id, scopes: permissions.scopes }),
      });
    const replicaOptions = () => {
      let current = token();
      const client = createGraphClient({
        fetch: async (request) => {
          const name = await note(person, request);
          step(`request: ${name}`);
          const answer = await simulator.fetch(request).finally(noteFaults);
          step(`answer: ${name}`);
          return answer;
        },
        base,
        tokens: {
          token: () => Promise.resolve(current),
          renew: () => Promise.resolve((current = token())),
        },
        lane: gates.lane(loginOf(person), plan.kind === 'task' ? 'task' : 'contact'),
        clock,
        random: chance.next,
        ids,
      });
      return {
        client,
        mailbox: authority === 'organisation' ? `/users/${id}` : '/me',
        containerMarker: `${organisation}/channel-${person}`,
        recall: (known: readonly string[]) => Promise.resolve(recall(known)),
      };
    };
    return { actor, replicaOptions };
  }

  return {
    mailbox: (person, surroundings) => {
      const taken = seat(person, surroundings);
      if (taken === null) throw new RangeError(`There is no person ${person}`);
      return openMailbox(taken);
    },
    arm: (name) => {
      const fault = requestFaults[name];
      if (!fault) throw new RangeError(`There is no fault "${name}"`);
      const { id } = simulator.faults.add({ ...fault, times: 1 });
      return () => void simulator.faults.remove(id);
    },
    loseCursors: (person) => {
      const mailbox = actors[person]?.mailbox;
      if (mailbox) mailbox.deltaEpoch += 1;
    },
    accesses,
  };
}
