import type { Authority } from './tenants.ts';

const CLAIMS = 'sub iss aud exp iat nbf nonce tid oid ver uti name preferred_username email'.split(' ');

/**
 * The OpenID Connect metadata of an authority. `common` and `organizations` answer an issuer with the literal
 * `{tenantid}` (GRAPH 7, multi-tenant issuer).
 */
export function discoveryDocument(origin: string, authority: Authority) {
  const segment = authority.kind === 'tenant' ? authority.tenant.id : authority.name;
  const issuerTenant = authority.kind === 'tenant' ? authority.tenant.id : '{tenantid}';
  const oauth = `${origin}/${segment}/oauth2/v2.0`;
  return {
    token_endpoint: `${oauth}/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    jwks_uri: `${origin}/${segment}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    code_challenge_methods_supported: ['S256', 'plain'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${origin}/${issuerTenant}/v2.0`,
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${origin}/oidc/userinfo`,
    authorization_endpoint: `${oauth}/authorize`,
    end_session_endpoint: `${oauth}/logout`,
    claims_supported: CLAIMS,
    cloud_instance_name: new URL(origin).hostname,
    tenant_region_scope: null,
  };
}
