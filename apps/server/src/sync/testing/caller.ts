import { createInterface } from 'node:readline';
import { actorForMembership } from '@counterpart/crm';
import { compose } from '../../compose.ts';
import type { Config } from '../../config.ts';
import { createLog } from '../../log.ts';

/**
 * A process of the product that uses its person's mailbox whenever a line comes on standard input, and answers each by a line: "ok", or what went wrong.
 * What it is to be comes in the first line, as JSON.
 */
interface Caller {
  readonly config: Omit<Config, 'secretKeys'>;
  /** Base64. */
  readonly secretKeys: readonly string[];
  readonly orgId: string;
  readonly membershipId: string;
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const first = await lines.next();
const { config, secretKeys, orgId, membershipId } = JSON.parse(first.value ?? '') as Caller;
const keys = secretKeys.map((key) => Buffer.from(key, 'base64'));
const composition = await compose({ ...config, secretKeys: keys }, createLog('error', 2));
const { services } = composition;
const actor = await actorForMembership(services.crm, { orgId, membershipId, source: 'page' });
if (actor === null) throw new Error('This is no active member');
process.stdout.write('ready\n');
for await (const _line of lines) {
  const answer = await services.sync.calendars(actor).then(
    () => 'ok',
    (error: unknown) => String(error),
  );
  process.stdout.write(`${answer.replaceAll('\n', ' ')}\n`);
}
await composition.close();
