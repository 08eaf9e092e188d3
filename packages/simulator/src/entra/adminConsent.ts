import type { Context } from 'hono';
import { findPerson } from '../state/people.ts';
import type { SimulatorState } from '../state/types.ts';
import { readVisit, type Visit } from './authorize.ts';
import { readTarget, type Target } from './authorizeRequest.ts';
import { administratorsOf, grantAdminConsent } from './consents.ts';
import { aadsts, aadstsAs } from './errors.ts';
import { consentPage, pickPage } from './pages.ts';
import { GRAPH_SCOPES, parseScopes } from './permissions.ts';
import { htmlResponse, redirectWith, refuseTo } from './redirect.ts';
import type { Account } from './signIn.ts';
import { findAuthority, tenantsOf } from './tenants.ts';

/**
 * `/{tenant}/adminconsent` (GRAPH 7): an administrator grants what the registration asks for, or the scopes named, to
 * everybody. Ends in `?admin_consent=True&tenant=…` or `?error=permission_denied`.
 */
export async function answerAdminConsent(
  state: SimulatorState,
  context: Context,
  tenantSegment: string,
): Promise<Response> {
  const visit = await readVisit(context);
  const authority = findAuthority(state, tenantSegment);
  const target = readTarget(state, authority, visit.params);
  const administrators = tenantsOf(state, authority).flatMap((tenant) =>
    [...administratorsOf(state, tenant)].flatMap((id): Account[] => {
      const person = findPerson(tenant, id);
      return person === null ? [] : [{ tenant, person }];
    }),
  );
  const { step } = visit;
  if (step.decision === 'decline')
    return refuseTo(state, target, 'query', aadstsAs('permission_denied', 65004));
  const account = administrators.find(({ person }) => person.id === step.personId);
  if (step.personId !== null && account === undefined)
    return refuseTo(state, target, 'query', aadstsAs('permission_denied', 90094));
  if (account === undefined) return htmlResponse(await pick(visit, target, administrators));
  const asked = readAsked(target, visit.params);
  if (step.decision !== 'accept') {
    const action = `${visit.path}?${visit.params.toString()}`;
    const appName = target.app.displayName;
    return htmlResponse(
      await consentPage({ action, appName, account, ...asked, offerOrganization: false, forEverybody: true }),
    );
  }
  grantAdminConsent(state, account.tenant.id, target.app, asked);
  const values: Record<string, string> = { admin_consent: 'True', tenant: account.tenant.id };
  if (target.clientState !== null) values.state = target.clientState;
  return redirectWith(target.redirect.uri, 'query', values);
}

function pick(visit: Visit, target: Target, accounts: Account[]) {
  return pickPage({
    path: visit.path,
    params: visit.params,
    appName: target.app.displayName,
    accounts,
    search: visit.search,
    hint: visit.params.get('login_hint'),
    title: 'Pick an administrator',
    explanation: `${target.app.displayName} asks for permissions that only an administrator can grant.`,
  });
}

/** The newer form names scopes; the older one, and `.default`, mean the whole registration. */
function readAsked(target: Target, params: URLSearchParams): { delegated: string[]; application: string[] } {
  const { delegated, application } = target.app;
  const parsed = parseScopes(params.get('scope') ?? '');
  if (!parsed.ok) throw aadsts(70011, parsed.unknownScope);
  const scopes = parsed.scopes.filter((scope) => GRAPH_SCOPES.includes(scope));
  return scopes.length === 0 || parsed.useDefault
    ? { delegated, application }
    : { delegated: scopes, application: [] };
}
