import type { SimulatorState } from '../state/types.ts';
import { clientCredentialsGrant } from './clientCredentials.ts';
import { aadsts } from './errors.ts';
import { authorizationCodeGrant, refreshTokenGrant } from './grants.ts';
import { findAuthority } from './tenants.ts';
import { required, type TokenAnswer, type TokenCall } from './tokenCall.ts';

export type TokenRequest = {
  origin: string;
  tenantSegment: string;
  form: URLSearchParams;
  authorization: string | null;
  callerOrigin: string | null;
};

/** Answers a grant; throws EntraError. */
export async function answerTokenRequest(state: SimulatorState, request: TokenRequest): Promise<TokenAnswer> {
  const { form, tenantSegment } = request;
  const authority = findAuthority(state, tenantSegment);
  const basic = readBasic(request.authorization);
  const grantType = required(form, 'grant_type');
  const clientId = basic?.clientId ?? required(form, 'client_id');
  const app = state.entra.apps.get(clientId.toLowerCase());
  if (app === undefined) throw aadsts(700016, clientId, tenantSegment);
  if (app.disabled) throw aadsts(70001, clientId);
  if (form.has('client_assertion')) throw aadsts(700027);
  const call: TokenCall = {
    state,
    origin: request.origin,
    authority,
    form,
    app,
    secret: basic?.secret ?? form.get('client_secret'),
    callerOrigin: request.callerOrigin,
  };
  if (grantType === 'authorization_code') return authorizationCodeGrant(call);
  if (grantType === 'refresh_token') return refreshTokenGrant(call);
  if (grantType === 'client_credentials') return clientCredentialsGrant(call);
  throw aadsts(70003, grantType);
}

/** RFC 6749 2.3.1: both parts are form-encoded before they are joined. */
function readBasic(authorization: string | null): { clientId: string; secret: string } | null {
  const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) throw aadsts(90023, 'the Authorization header holds no client id and secret.');
  const decode = (part: string) => new URLSearchParams(`v=${part}`).get('v') ?? '';
  return { clientId: decode(text.slice(0, colon)), secret: decode(text.slice(colon + 1)) };
}
