import { channelsToCheck } from '@counterpart/crm';
import { compose } from '../compose.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import type { ChannelCheck } from '../sync/check.ts';
import type { Command } from './commands.ts';

/** A channel as it was checked, or why it was not. */
type Answer = ChannelCheck | { readonly orgId: string; readonly channelId: string; readonly skipped: string };

/** Compares CRM, mailbox and links of every channel and says what differs. Exits 1 when anything does. */
export const check: Command = async ({ json }) => {
  const config = readConfig();
  const composition = await compose(config, createLog('error', 2));
  try {
    const { crm, sync } = composition.services;
    const answers: Answer[] = [];
    for (const channel of await channelsToCheck(crm)) answers.push(await checkOne(sync, channel));
    const differing = answers.filter((one) => 'examples' in one && one.examples.length > 0).length;
    if (json) process.stdout.write(`${JSON.stringify({ channels: answers, differing })}\n`);
    else for (const answer of answers) process.stdout.write(`${inWords(answer)}\n`);
    if (!json) process.stdout.write(`${answers.length} channels, ${differing} with differences\n`);
    return differing === 0 ? 0 : 1;
  } finally {
    await composition.close();
  }
};

async function checkOne(
  sync: Awaited<ReturnType<typeof compose>>['services']['sync'],
  channel: { readonly orgId: string; readonly channelId: string },
): Promise<Answer> {
  try {
    return (await sync.check(channel)) ?? { ...channel, skipped: 'it could not be compared now' };
  } catch (error) {
    // One mailbox in trouble keeps no other from being checked (V18).
    return { ...channel, skipped: error instanceof Error ? error.message : String(error) };
  }
}

function inWords(answer: Answer): string {
  if ('skipped' in answer) return `skipped ${answer.channelId}: ${answer.skipped}`;
  const { kind, channelId, compared, waiting, examples } = answer;
  const lines = examples.map(({ difference, localId, remoteId, fields }) => {
    const what = fields.length > 0 ? ` (${fields.join(', ')})` : '';
    return `    ${difference}${what}: CRM ${localId ?? 'none'}, Microsoft 365 ${remoteId ?? 'none'}`;
  });
  const counted = Object.entries(answer.differences).map(([name, count]) => `${count} ${name}`);
  const head = `${examples.length === 0 ? 'ok     ' : 'DIFFERS'} ${kind} ${channelId}: ${compared} compared, ${waiting} waiting`;
  return [counted.length > 0 ? `${head}, ${counted.join(', ')}` : head, ...lines].join('\n');
}
