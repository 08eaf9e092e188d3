import { isAppInTenant } from './consents.ts';
import { aadsts } from './errors.ts';
import { authenticateClient, required, type TokenAnswer, type TokenCall } from './tokenCall.ts';
import { ACCESS_TOKEN_LIFE_S, issueAccessToken } from './tokens.ts';

/** The application on its own: tenant-specific, `.default` only, roles from admin consent, no refresh token (GRAPH 7). */
export function clientCredentialsGrant(call: TokenCall): TokenAnswer {
  const { state, app, authority } = call;
  if (authority.kind !== 'tenant') throw aadsts(9001023);
  authenticateClient(call, 'web');
  const scope = required(call.form, 'scope');
  if (!/^\S+\/\.default$/.test(scope)) throw aadsts(70011, scope);
  const { tenant } = authority;
  if (!isAppInTenant(state, tenant.id, app)) throw aadsts(700016, app.clientId, tenant.displayName);
  const access_token = issueAccessToken(state, {
    tenantId: tenant.id,
    personId: null,
    appId: app.clientId,
    roles: state.entra.adminConsents.get(`${tenant.id}|${app.clientId}`)?.application ?? [],
  });
  const expires_in = ACCESS_TOKEN_LIFE_S - 1;
  return { token_type: 'Bearer', expires_in, ext_expires_in: expires_in, access_token };
}
