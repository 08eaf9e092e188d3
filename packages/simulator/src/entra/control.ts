import type { Context, Hono } from 'hono';
import { ControlError, readJson } from '../control/errors.ts';
import { isObject } from '../graph/body.ts';
import { firstTenant } from '../state/people.ts';
import type { Json, SimulatorState } from '../state/types.ts';
import { addSecret, expireSecrets, registerApp, type AppSeed } from './apps.ts';
import { grantAdminConsent } from './consents.ts';
import type { AppRegistration, RedirectUri } from './state.ts';

/** App registrations, their secrets and consents, below `/_control/apps`. */
export function mountEntraControl(control: Hono, simulator: { state: SimulatorState }): void {
  const { state } = simulator;
  const appOf = (context: Context): AppRegistration => {
    const app = state.entra.apps.get((context.req.param('clientId') ?? '').toLowerCase());
    if (app === undefined) throw new ControlError('There is no such app.', 404);
    return app;
  };

  control.get('/apps', (context) => context.json({ apps: [...state.entra.apps.values()] }));
  /** `{"displayName":"…","redirectUris":["https://…"],"platform":"web","multiTenant":true,"delegated":[…],"application":[…]}`. */
  control.post('/apps', async (context) => {
    const app = registerApp(state, readSeed(await readJson(context)));
    return context.json(app, 201);
  });
  /** An administrator grants all that the registration asks for. `{"tenantId":"…"}`; default: the first tenant. */
  control.post('/apps/:clientId/grant-consent', async (context) => {
    const { tenantId = firstTenant(state).id } = await readJson(context);
    if (typeof tenantId !== 'string' || !state.tenants.has(tenantId))
      throw new ControlError('There is no such tenant.', 404);
    grantAdminConsent(state, tenantId, appOf(context));
    return context.body(null, 204);
  });
  control.post('/apps/:clientId/expire-secrets', (context) => {
    expireSecrets(state, appOf(context).clientId);
    return context.body(null, 204);
  });
  control.post('/apps/:clientId/secrets', (context) =>
    context.json({ clientSecret: addSecret(state, appOf(context)) }, 201),
  );
  /** `{"required":true}`: people of the first tenant may not consent for themselves (AADSTS90094). */
  control.post('/admin-consent-required', async (context) => {
    const { required } = await readJson(context);
    if (typeof required !== 'boolean') throw new ControlError('required must be true or false.');
    const { id } = firstTenant(state);
    if (required) state.entra.adminConsentRequired.add(id);
    else state.entra.adminConsentRequired.delete(id);
    return context.body(null, 204);
  });
}

const PLATFORMS: RedirectUri['platform'][] = ['web', 'spa', 'native'];

function readSeed(body: Json): AppSeed {
  const given = isObject(body) ? body : {};
  const { displayName, redirectUris, platform = 'web', multiTenant, delegated, application } = given;
  if (typeof displayName !== 'string') throw new ControlError('displayName is needed.');
  const known = PLATFORMS.find((name) => name === platform);
  if (known === undefined) throw new ControlError(`platform must be one of ${PLATFORMS.join(', ')}.`);
  const texts = (list: Json | undefined) => (Array.isArray(list) ? list.map(String) : undefined);
  const [scopes, roles] = [texts(delegated), texts(application)];
  return {
    displayName,
    redirectUris: (texts(redirectUris) ?? []).map((uri) => ({ uri, platform: known })),
    ...(known === 'web' ? {} : { secrets: [] }),
    ...(typeof multiTenant === 'boolean' ? { multiTenant } : {}),
    ...(scopes === undefined ? {} : { delegated: scopes }),
    ...(roles === undefined ? {} : { application: roles }),
  };
}
