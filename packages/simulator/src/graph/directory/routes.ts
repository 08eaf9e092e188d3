import { findPerson } from '../../state/people.ts';
import type { Person } from '../../state/types.ts';
import { checkPermission } from '../authenticate.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { personNotFound, personOf } from '../dispatch.ts';
import { graphError } from '../errors.ts';
import { contextUrl } from '../odata/collection.ts';
import { readQuery } from '../odata/query.ts';
import type { Permission, Router } from '../router.ts';
import { userDelta } from './delta.ts';
import { invite } from './invite.ts';
import { countUsers, listUsers } from './list.ts';
import { userView } from './user.ts';

const DIRECTORY = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const ME: Permission = {
  scopes: ['User.Read', 'User.ReadWrite', 'User.ReadBasic.All', ...DIRECTORY],
  roles: DIRECTORY,
  directory: true,
};
const OTHERS: Permission = {
  scopes: ['User.ReadBasic.All', ...DIRECTORY],
  roles: DIRECTORY,
  directory: true,
};
const FULL_ORGANISATION = [
  'Organization.Read.All',
  'Organization.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const ORGANISATION: Permission = {
  scopes: ['User.Read', ...FULL_ORGANISATION],
  roles: FULL_ORGANISATION,
  directory: true,
};

const INVITE: Permission = {
  scopes: ['User.Invite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
  roles: ['User.Invite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
  directory: true,
};

/** The directory (GRAPH 1.1). */
export function mountDirectory(router: Router<GraphCall, GraphAnswer>): void {
  router.on('GET', '/me', ME, (call) => user(call, personOf(call, 1)));
  router.on('GET', '/users', OTHERS, listUsers);
  router.on('GET', '/users/$count', OTHERS, countUsers);
  router.on('GET', '/users/delta', OTHERS, userDelta);
  router.on('POST', '/invitations', INVITE, invite);
  router.on('GET', '/users/{userId}', ME, (call) => user(call, named(call)));
  router.on('GET', '/me/photo/$value', ME, (call) => photo(personOf(call, 1)));
  router.on('GET', '/users/{userId}/photo/$value', ME, (call) => photo(named(call)));
  router.on('GET', '/organization', ORGANISATION, organisation);
}

/** The person of the path; somebody else's entry needs more than User.Read. */
function named(call: GraphCall): Person {
  const name = call.params['userId'] ?? '';
  const person = findPerson(call.caller.tenant, name);
  if (person === null || person.id !== call.caller.personId) checkPermission(call.caller, OTHERS);
  if (person === null) throw personNotFound(name);
  return person;
}

function user(call: GraphCall, person: Person): GraphAnswer {
  const { select } = readQuery(call.query);
  return {
    status: 200,
    body: { '@odata.context': contextUrl(call, 'users/$entity'), ...userView(person, select, true) },
  };
}

/** A picture may be given as base64 in the person's property `photo`. */
function photo(person: Person): GraphAnswer {
  if (!person.hasMailbox) {
    throw graphError(404, 'ErrorNonExistentMailbox', 'The SMTP address has no mailbox associated with it.');
  }
  const picture = person.properties['photo'];
  if (typeof picture !== 'string') {
    throw graphError(
      404,
      'ImageNotFound',
      'The specified object was not found in the store., The photo was not found.',
    );
  }
  return { status: 200, headers: { 'content-type': 'image/jpeg' }, body: Buffer.from(picture, 'base64') };
}

/** With User.Read alone, only id, displayName and verifiedDomains have values (GRAPH 1.1). */
function organisation(call: GraphCall): GraphAnswer {
  const { tenant, scopes, roles } = call.caller;
  const full = FULL_ORGANISATION.some((name) => scopes.has(name) || roles.has(name));
  const details = full
    ? { countryLetterCode: 'US', preferredLanguage: 'en', tenantType: 'AAD' }
    : { countryLetterCode: null, preferredLanguage: null, tenantType: null };
  const verifiedDomains = [
    {
      capabilities: 'Email, OfficeCommunicationsOnline',
      isDefault: true,
      isInitial: true,
      name: tenant.domain,
      type: 'Managed',
    },
  ];
  const value = [{ id: tenant.id, displayName: tenant.displayName, verifiedDomains, ...details }];
  return { status: 200, body: { '@odata.context': contextUrl(call, 'organization'), value } };
}
