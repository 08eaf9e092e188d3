import { mailboxOf } from '../state/mailbox.ts';
import { findPerson } from '../state/people.ts';
import type { Person } from '../state/types.ts';
import { checkPermission, denied } from './authenticate.ts';
import type { Caller, GraphAnswer, GraphCall } from './call.ts';
import type { GraphCore } from './core.ts';
import { graphError } from './errors.ts';

/** The handler to run, and the mailbox that it counts against. */
export type Target = {
  person: Person | null;
  countsAgainst: string | null;
  run: () => GraphAnswer | Promise<GraphAnswer>;
};

/** Finds the route and checks permission and mailbox; nothing has happened yet. Throws GraphError. */
export function findTarget(core: GraphCore, call: GraphCall): Target {
  const direct = core.root.find(call.method, call.segments, 0);
  if (direct.found === 'route') {
    checkPermission(call.caller, direct.route.permission);
    call.params = direct.params;
    return { person: null, countsAgainst: null, run: () => direct.route.handler(call) };
  }
  const depth = mailboxDepth(call.segments);
  const below = depth === null ? null : core.mailbox.find(call.method, call.segments, depth);
  if (depth === null || below === null || below.found !== 'route') {
    if (direct.found === 'path only' || below?.found === 'path only') {
      throw graphError(
        405,
        'Request_BadRequest',
        `The method ${call.method} is not allowed on this resource.`,
      );
    }
    const last = call.segments.at(-1) ?? '';
    throw graphError(400, 'BadRequest', `Resource not found for the segment '${last}'.`);
  }
  const person = personOf(call, depth);
  checkPermission(call.caller, below.route.permission);
  if (call.caller.personId !== null && call.caller.personId !== person.id) throw denied(false);
  if (!person.hasMailbox) {
    throw graphError(404, 'MailboxNotEnabledForRESTAPI', 'REST API is not yet supported for this mailbox.');
  }
  const mailbox = mailboxOf(core.state, call.caller.tenant, person.id);
  call.params = below.params;
  const throttled = call.segments[depth]?.toLowerCase() !== 'todo' || core.state.unknowns.todoThrottled;
  return {
    person,
    countsAgainst: throttled ? person.id : null,
    run: () => below.route.handler({ ...call, person, mailbox }),
  };
}

/** Segments before the mailbox's own path: 1 for `/me`, 2 for `/users/{id}`; null elsewhere. */
function mailboxDepth(segments: readonly string[]): number | null {
  const first = segments[0]?.toLowerCase();
  if (first === 'me') return 1;
  return first === 'users' && segments.length > 2 ? 2 : null;
}

/** The person that `/me` or `/users/{id}` names. */
export function personOf(call: GraphCall, depth: number): Person {
  const { caller } = call;
  const person = depth === 1 ? signedIn(caller) : findPerson(caller.tenant, call.segments[1] ?? '');
  if (person !== null) return person;
  throw personNotFound(call.segments[1] ?? '');
}

export function personNotFound(name: string): Error {
  return graphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

function signedIn(caller: Caller): Person | null {
  if (caller.personId === null) {
    throw graphError(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
  }
  return caller.tenant.people.get(caller.personId) ?? null;
}
