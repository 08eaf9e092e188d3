import { newGuid, randomBytes } from '../state/ids.ts';
import { findPerson } from '../state/people.ts';
import type { Person, SimulatorState, Tenant } from '../state/types.ts';
import type { AuthorizeRequest } from './authorizeRequest.ts';
import {
  consentedScopes,
  grantAdminConsent,
  grantUserConsent,
  isAdministrator,
  missingScopes,
  needsAdministrator,
} from './consents.ts';
import { aadsts, aadstsAs } from './errors.ts';
import { tenantsOf } from './tenants.ts';

const CODE_LIFE_MS = 10 * 60_000;

export type Account = { tenant: Tenant; person: Person };

/** What the person did on the pages so far. */
export type Step = {
  personId: string | null;
  decision: 'accept' | 'decline' | null;
  /** Consent for everybody in the organization. */
  forOrganization: boolean;
};

export type SignInOutcome =
  | { kind: 'code'; account: Account; values: Record<string, string> }
  | { kind: 'pick' }
  | { kind: 'consent'; account: Account; scopes: string[] }
  | { kind: 'ask administrator'; account: Account; scopes: string[] };

/** The next step of a sign-in. Throws EntraError for what goes back to the client. */
export function continueSignIn(
  state: SimulatorState,
  request: AuthorizeRequest,
  step: Step,
  signedIn: string[],
): SignInOutcome {
  const account = whoSignsIn(state, request, step, signedIn);
  if (step.decision === 'decline') throw aadsts(65004);
  if (account === null) return { kind: 'pick' };
  if (!account.person.accountEnabled) throw aadsts(50057);

  const { app } = request.target;
  const { tenant, person } = account;
  const consented = consentedScopes(state, tenant.id, app.clientId, person.id);
  const missing = missingScopes(consented, request.scopes);
  const askAnyway = request.prompt === 'consent' && step.decision !== 'accept';
  if (missing.length > 0 || askAnyway) {
    if (request.prompt === 'none') throw aadstsAs('interaction_required', 65001, app.clientId);
    const scopes = missing.length > 0 ? missing : request.scopes;
    if (needsAdministrator(state, tenant, person.id, missing))
      return { kind: 'ask administrator', account, scopes };
    if (step.decision !== 'accept') return { kind: 'consent', account, scopes };
    if (step.forOrganization && isAdministrator(state, tenant, person.id))
      grantAdminConsent(state, tenant.id, app, { delegated: request.scopes, application: [] });
    else grantUserConsent(state, tenant.id, app.clientId, person.id, request.scopes);
  }
  return {
    kind: 'code',
    account,
    values: { code: issueCode(state, request, account), session_state: newGuid(state) },
  };
}

/** Accounts that the authority lets sign in. Guests sign in at home, so `common` does not list them. */
export function accountsOf(state: SimulatorState, request: Pick<AuthorizeRequest, 'authority'>): Account[] {
  const accounts: Account[] = [];
  for (const tenant of tenantsOf(state, request.authority)) {
    for (const person of tenant.people.values()) {
      const isGuest = person.properties.userType === 'Guest';
      if (request.authority.kind === 'tenant' || !isGuest) accounts.push({ tenant, person });
    }
  }
  return accounts;
}

function whoSignsIn(
  state: SimulatorState,
  request: AuthorizeRequest,
  step: Step,
  signedIn: string[],
): Account | null {
  if (step.personId !== null) {
    const chosen = findAccount(state, request, step.personId);
    if (chosen === null) throw aadsts(50034, step.personId);
    return chosen;
  }
  const { prompt, loginHint } = request;
  const hinted = loginHint === null ? null : findAccount(state, request, loginHint);
  if (prompt === 'none') {
    if (loginHint !== null && hinted === null) throw aadsts(50034, loginHint);
    const known = hinted ?? onlyOneOf(state, request, signedIn);
    if (known === null) throw aadsts(50058);
    return known;
  }
  if (prompt === 'login' || prompt === 'select_account') return null;
  if (loginHint === null) return onlyOneOf(state, request, signedIn);
  return hinted !== null && signedIn.includes(hinted.person.id) ? hinted : null;
}

/** The account of a browser in which exactly one person is signed in (single sign-on). */
function onlyOneOf(state: SimulatorState, request: AuthorizeRequest, signedIn: string[]): Account | null {
  const [only, ...others] = signedIn;
  return only === undefined || others.length > 0 ? null : findAccount(state, request, only);
}

function findAccount(state: SimulatorState, request: AuthorizeRequest, name: string): Account | null {
  for (const tenant of tenantsOf(state, request.authority)) {
    const person = findPerson(tenant, name);
    if (person !== null) return { tenant, person };
  }
  return null;
}

function issueCode(state: SimulatorState, request: AuthorizeRequest, account: Account): string {
  const code = `1.${randomBytes(state, 60).toString('base64url')}`;
  const { app, redirect } = request.target;
  for (const [old, { expiresAtMs }] of state.entra.codes)
    if (expiresAtMs + CODE_LIFE_MS < state.clock.now()) state.entra.codes.delete(old);
  state.entra.codes.set(code, {
    clientId: app.clientId,
    tenantId: account.tenant.id,
    personId: account.person.id,
    redirectUri: redirect.uri,
    platform: redirect.platform,
    scopes: request.scopes,
    nonce: request.nonce,
    challenge: request.challenge,
    expiresAtMs: state.clock.now() + CODE_LIFE_MS,
    redeemed: false,
  });
  return code;
}
