import type { Config } from '../../config.ts';
import { note, ok, patience, reasonOf, wrong, type Finding } from './finding.ts';

const HANDSHAKE = 'Does it come back? + ü';

/** The public address: whether our server answers there, and lets Microsoft's handshake through unchanged (GRAPH 5). */
export async function examineAddress({ publicUrl }: Config): Promise<Finding[]> {
  const name = 'Public address';
  const secure = publicUrl.startsWith('https://')
    ? []
    : [
        note(
          'Change notifications',
          `${publicUrl} is plain http, so Microsoft sends none: changes are found by polling`,
          'Put a proxy with https in front, and set PUBLIC_URL to its address.',
        ),
      ];
  try {
    const health = await fetch(`${publicUrl}/healthz`, { signal: patience() });
    if (!health.ok) throw new Error(`${publicUrl}/healthz answers ${health.status}`);
    const query = new URLSearchParams({ validationToken: HANDSHAKE });
    const address = `${publicUrl}/api/microsoft365/notifications?${query.toString()}`;
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    const answer = await fetch(address, { method: 'POST', headers, signal: patience() });
    const handshake = answer.status === 200 && (await answer.text()) === HANDSHAKE;
    const refused = wrong(
      'Change notifications',
      `the handshake at ${publicUrl}/api/microsoft365/notifications does not come back as it was sent (${answer.status})`,
      'Let the proxy pass the query string and plain text unchanged, without a sign-in of its own.',
    );
    return [ok(name, `${publicUrl} answers`), ...(handshake ? secure : [refused])];
  } catch (error) {
    const remedy = `Start serve, and check PUBLIC_URL, the proxy and the name service: people and Microsoft reach the server at this address.`;
    return [wrong(name, reasonOf(error), remedy), ...secure];
  }
}
