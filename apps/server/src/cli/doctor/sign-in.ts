import type { Config, MicrosoftConfig } from '../../config.ts';
import { note, ok, patience, reasonOf, wrong, type Finding } from './finding.ts';

/** Tokens and sessions are taken to be over, or not to have begun, when clocks differ by more. */
const MOST_SKEW_MS = 60_000;

/** The sign-in service: whether it answers, how far its clock is from ours, and whether it would send people back to us. */
export async function examineSignIn(
  { publicUrl }: Config,
  microsoft: MicrosoftConfig,
  nowMs: () => number,
): Promise<Finding[]> {
  const name = 'Sign-in at Microsoft';
  const address = `${microsoft.authority}/${microsoft.tenant}/v2.0/.well-known/openid-configuration`;
  try {
    const answer = await fetch(address, { signal: patience() });
    if (!answer.ok) {
      const remedy = 'Check MICROSOFT_TENANT: "organizations", or the id of the only tenant.';
      return [wrong(name, `${address} answers ${answer.status}`, remedy)];
    }
    const clock = skewOf(answer.headers.get('date'), nowMs());
    const redirects = [];
    for (const path of ['callback', 'consented'])
      redirects.push(await examineRedirect(microsoft, `${publicUrl}/auth/microsoft/${path}`));
    return [ok(name, `${microsoft.authority} answers`), clock, ...redirects];
  } catch (error) {
    const remedy = 'Check MICROSOFT_AUTHORITY, and whether this machine may reach the internet.';
    return [wrong(name, `${address}: ${reasonOf(error)}`, remedy)];
  }
}

function skewOf(date: string | null, nowMs: number): Finding {
  const name = 'Clock';
  const theirs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirs)) return note(name, 'Microsoft told no time to compare with', null);
  const seconds = Math.round((nowMs - theirs) / 1000);
  if (Math.abs(nowMs - theirs) <= MOST_SKEW_MS) return ok(name, 'as that of Microsoft');
  const where = seconds > 0 ? 'ahead of' : 'behind';
  const found = `${Math.abs(seconds)} s ${where} that of Microsoft`;
  return wrong(name, found, 'Let this machine take its time from a time server (NTP).');
}

/**
 * Asks for a sign-in that nobody sees (`prompt=none`). Microsoft sends a browser back only to a registered address; else it shows a page. Which of
 * the two, and not what the page says, tells.
 */
async function examineRedirect(microsoft: MicrosoftConfig, redirectUri: string): Promise<Finding> {
  const name = `Redirect address ${new URL(redirectUri).pathname}`;
  const query = new URLSearchParams({
    client_id: microsoft.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid',
    prompt: 'none',
    state: 'doctor',
  });
  const address = `${microsoft.authority}/${microsoft.tenant}/oauth2/v2.0/authorize?${query.toString()}`;
  try {
    const answer = await fetch(address, { redirect: 'manual', signal: patience() });
    if (answer.headers.get('location')?.startsWith(redirectUri)) return ok(name, 'registered');
    const code = /AADSTS\d+/.exec(await answer.text())?.[0];
    const found = `Microsoft does not send anybody back to ${redirectUri}${code === undefined ? '' : ` (${code})`}`;
    const remedy =
      'Register it, to the letter, as a redirect address of the platform Web in Microsoft Entra, and check MICROSOFT_CLIENT_ID and PUBLIC_URL.';
    return wrong(name, found, remedy);
  } catch (error) {
    return note(name, `could not be asked for: ${reasonOf(error)}`, null);
  }
}
