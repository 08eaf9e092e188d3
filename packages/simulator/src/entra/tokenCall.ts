import type { SimulatorState } from '../state/types.ts';
import { checkSecret } from './apps.ts';
import { aadsts } from './errors.ts';
import type { AppRegistration, RedirectUri } from './state.ts';
import type { Authority } from './tenants.ts';

/** One call of the token endpoint. */
export type TokenCall = {
  state: SimulatorState;
  /** `http://host:port`, for the issuer. */
  origin: string;
  authority: Authority;
  form: URLSearchParams;
  app: AppRegistration;
  /** The secret that the client presented, by body or Basic. */
  secret: string | null;
  /** `Origin` header: present on calls from a page. */
  callerOrigin: string | null;
};

export type TokenAnswer = {
  token_type: 'Bearer';
  scope?: string;
  expires_in: number;
  ext_expires_in: number;
  access_token: string;
  refresh_token?: string;
  id_token?: string;
  /** For Microsoft's own libraries, which ask for it with `client_info=1`. */
  client_info?: string;
};

export function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '') throw aadsts(900144, name);
  return value;
}

/** A confidential client must present a right secret; a public one must present none. */
export function authenticateClient(call: TokenCall, platform: RedirectUri['platform']): void {
  const { state, app, secret } = call;
  if (platform === 'web') {
    if (secret === null) throw aadsts(7000218);
    const verdict = checkSecret(state, app, secret);
    if (verdict === 'wrong') throw aadsts(7000215, app.clientId);
    if (verdict === 'expired') throw aadsts(7000222, app.clientId);
    return;
  }
  if (secret !== null) throw aadsts(700025);
  if (platform === 'spa' && call.callerOrigin === null) throw aadsts(9002327);
}
