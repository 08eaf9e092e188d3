import type { Context } from 'hono';
import type { SimulatorState } from '../state/types.ts';
import { readAuthorizeRequest, readTarget, type AuthorizeRequest } from './authorizeRequest.ts';
import { isAdministrator } from './consents.ts';
import { aadsts, EntraError } from './errors.ts';
import { askAdministratorPage, consentPage, pickPage } from './pages.ts';
import { htmlResponse, redirectWith, refuseTo } from './redirect.ts';
import { rememberPerson, signedInPeople } from './session.ts';
import { accountsOf, continueSignIn, type SignInOutcome, type Step } from './signIn.ts';
import { findAuthority } from './tenants.ts';

/** What one visit of a sign-in page brings: the client's parameters and what the person did. */
export type Visit = { path: string; params: URLSearchParams; step: Step; search: string; blocked: boolean };

/** `GET` or `POST /{tenant}/oauth2/v2.0/authorize`. Throws EntraError for what is shown on a page. */
export async function answerAuthorize(
  state: SimulatorState,
  context: Context,
  tenantSegment: string,
): Promise<Response> {
  const visit = await readVisit(context);
  const authority = findAuthority(state, tenantSegment);
  const target = readTarget(state, authority, visit.params);
  const interactive = visit.params.get('prompt') !== 'none';
  try {
    if (visit.blocked) throw aadsts(90094);
    const request = readAuthorizeRequest(target, authority, visit.params);
    const outcome = continueSignIn(state, request, visit.step, signedInPeople(state, context));
    return await show(state, context, visit, request, outcome);
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    // A person stands before the page and can choose another account: no reason to bother the client.
    if (interactive && (error.code === 50057 || error.code === 50034)) throw error;
    return refuseTo(state, target, target.responseMode, error);
  }
}

async function show(
  state: SimulatorState,
  context: Context,
  visit: Visit,
  request: AuthorizeRequest,
  outcome: SignInOutcome,
): Promise<Response> {
  const { app, redirect, responseMode, clientState } = request.target;
  const { path, params, search } = visit;
  const appName = app.displayName;
  const action = `${path}?${params.toString()}`;
  if (outcome.kind === 'pick') {
    const accounts = accountsOf(state, request);
    return htmlResponse(await pickPage({ path, params, appName, accounts, search, hint: request.loginHint }));
  }
  const { account } = outcome;
  if (outcome.kind === 'ask administrator')
    return htmlResponse(await askAdministratorPage({ action, appName, account }));
  if (outcome.kind === 'consent') {
    const offerOrganization = isAdministrator(state, account.tenant, account.person.id);
    const scopes = { delegated: outcome.scopes, application: [] };
    return htmlResponse(
      await consentPage({ action, appName, account, ...scopes, offerOrganization, forEverybody: false }),
    );
  }
  const values = { ...outcome.values, ...(clientState === null ? {} : { state: clientState }) };
  const response = await redirectWith(redirect.uri, responseMode, values);
  response.headers.append('set-cookie', rememberPerson(state, context, account.person.id));
  return response;
}

/** Query and form together: OpenID Connect allows both; our own fields begin with `sim_`. */
export async function readVisit(context: Context): Promise<Visit> {
  const url = new URL(context.req.url);
  const all = new URLSearchParams(url.search);
  if (context.req.method === 'POST')
    for (const [name, value] of new URLSearchParams(await context.req.text())) all.set(name, value);
  const params = new URLSearchParams([...all].filter(([name]) => !name.startsWith('sim_')));
  const decision = all.get('sim_decision');
  return {
    path: url.pathname,
    params,
    step: {
      personId: all.get('sim_person'),
      decision: decision === 'accept' || decision === 'decline' ? decision : null,
      forOrganization: all.has('sim_organization'),
    },
    search: all.get('sim_search') ?? '',
    blocked: decision === 'blocked',
  };
}
