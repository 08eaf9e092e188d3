import { ChannelProblem } from '@counterpart/engine';
import { appOnlyTokens, createGraphClient, type GraphClient } from '@counterpart/microsoft365';
import type { MicrosoftConfig } from '../../config.ts';
import { systemClock, systemIds } from '../../system.ts';
import { note, ok, reasonOf, wrong, type Finding } from './finding.ts';

/** What an organisation's consent is used for. Reading is tried and nothing is written, so that a permission to read alone passes for one to write. */
const features = [
  { name: 'Directory', mailbox: false, path: '/users?$top=1', permission: 'User.Read.All' },
  { name: 'Organisation', mailbox: false, path: '/organization', permission: 'Organization.Read.All' },
  { name: 'Events', mailbox: true, path: '/calendars?$top=1', permission: 'Calendars.ReadWrite' },
  { name: 'Contacts', mailbox: true, path: '/contacts?$top=1', permission: 'Contacts.ReadWrite' },
  { name: 'Tasks', mailbox: true, path: '/todo/lists?$top=1', permission: 'Tasks.ReadWrite.All' },
  {
    name: 'Zone of the mailbox',
    mailbox: true,
    path: '/mailboxSettings',
    permission: 'MailboxSettings.Read',
  },
] as const satisfies readonly { name: string; mailbox: boolean; path: string; permission: string }[];

/** How many people are tried before it is said that nobody has a mailbox. */
const MOST_PEOPLE = 10;

/** The organisation's authority in a tenant: whether the credential is good, and which permissions an administrator has consented to (P6). */
export async function examineTenant(microsoft: MicrosoftConfig, tenantId: string): Promise<Finding[]> {
  const { authority, clientId, clientSecret, graphBase: base } = microsoft;
  const common = { fetch, clock: systemClock, random: Math.random, ids: systemIds };
  const scope = 'https://graph.microsoft.com/.default';
  const tokens = appOnlyTokens({ ...common, authority, tenantId, clientId, clientSecret, scope });
  const name = `Credential in tenant ${tenantId}`;
  try {
    await tokens.token();
  } catch (error) {
    if (!(error instanceof ChannelProblem)) throw error;
    return [wrong(name, error.message, remedyOf(error.code))];
  }
  const client = createGraphClient({
    ...common,
    base,
    tokens,
    lane: null,
    attempts: 2,
    timeoutMs: 10_000,
    longestWaitMs: 0,
  });
  try {
    return [ok(name, 'accepted'), ...(await examineFeatures(client))];
  } catch (error) {
    if (!(error instanceof ChannelProblem)) throw error;
    return [
      wrong(
        'Microsoft Graph',
        `${base}: ${reasonOf(error)}`,
        'Check MICROSOFT_GRAPH, and try again in a moment.',
      ),
    ];
  }
}

function remedyOf(code: string): string {
  if (code === 'credentialInvalid')
    return 'Put a client secret that has not run out into MICROSOFT_CLIENT_SECRET: its value, not its id.';
  if (code === 'consentWithdrawn')
    return 'Check MICROSOFT_CLIENT_ID, and have an administrator of the tenant connect the organisation (admin consent).';
  return 'Try again in a moment.';
}

async function examineFeatures(client: GraphClient): Promise<Finding[]> {
  const mailbox = await someMailbox(client);
  const findings: Finding[] = [];
  for (const { name, mailbox: ofMailbox, path, permission } of features) {
    if (ofMailbox && mailbox === null) {
      findings.push(
        note(name, 'not tried: no mailbox was found', 'Give User.Read.All, so that one can be looked for.'),
      );
      continue;
    }
    const answer = await client.send({ method: 'GET', path: ofMailbox ? `/users/${mailbox}${path}` : path });
    if (answer.ok) findings.push(ok(name, `${permission} or the like is given`));
    else if (answer.status === 403)
      findings.push(
        wrong(
          name,
          `Microsoft 365 refuses: ${answer.code}`,
          `Add the application permission ${permission} in Microsoft Entra and have an administrator consent to it; where access is limited to a group of mailboxes, this one may be outside.`,
        ),
      );
    else findings.push(note(name, `could not be told: ${answer.status ?? 'no reply'} ${answer.code}`, null));
  }
  return findings;
}

/** Somebody with a mailbox; null: nobody among the first, or the directory may not be read. */
async function someMailbox(client: GraphClient): Promise<string | null> {
  const answer = await client.send({ method: 'GET', path: `/users?$top=${MOST_PEOPLE}&$select=id` });
  const body = answer.ok ? answer.body : undefined;
  const people =
    typeof body === 'object' && body !== null && 'value' in body && Array.isArray(body['value'])
      ? body['value']
      : [];
  for (const person of people) {
    const id: unknown = typeof person === 'object' && person !== null && 'id' in person ? person.id : null;
    if (typeof id !== 'string') continue;
    // No licence answers 404; a missing permission answers 403, which is told per feature.
    const mailbox = await client.send({ method: 'GET', path: `/users/${id}/calendars?$top=1` });
    if (mailbox.ok || mailbox.status === 403) return id;
  }
  return null;
}
