import { readAttention, type AttentionMail, type Concerned } from '@counterpart/crm';
import { z } from 'zod';
import { TAB_ADDRESS } from '../api/microsoft365.links.ts';
import { errorTable } from '../errors.ts';
import type { Mail } from '../mail/mailer.ts';
import type { SyncContext } from './context.ts';

export const attentionPayload = z.object({
  orgId: z.uuid(),
  channelId: z.uuid(),
  reason: z.string(),
  whom: z.enum(['person', 'organisation', 'channel']),
});

const manyOf = { meeting: 'meetings', contact: 'contacts', task: 'tasks' } as const;

/** The job `tellAttention`: the mail with the link to where the way out is (B13). Nothing is sent where it has passed meanwhile. */
export async function tellByMail(
  { crm, mailer, config }: SyncContext,
  { orgId, channelId, reason, whom }: z.output<typeof attentionPayload>,
): Promise<void> {
  const found = await crm.inOrganisation(orgId, (tx) => readAttention(tx, channelId));
  if (found === null || found.state !== 'needsAttention' || found.reason !== reason) return;
  for (const mail of mailsOf(found, reason, whom, `${config.publicUrl}${TAB_ADDRESS}`))
    await mailer.send(mail);
}

function mailsOf(found: AttentionMail, reason: string, whom: Concerned, link: string): Mail[] {
  const known = errorTable[reason];
  const what = known?.sentence ?? reason;
  const remedy = known?.remedy ?? '';
  if (whom === 'organisation')
    return found.administrators.map(({ name, email }) => ({
      to: email,
      subject: `Microsoft 365: ${found.organisation} needs your attention`,
      text: letter(
        name,
        `Nobody in ${found.organisation} can sync with Microsoft 365 at the moment. ${what}`,
        remedy,
        link,
      ),
    }));
  const { name, email } = found.person;
  const { person: scope, channel } = {
    person: 'Your sync with Microsoft 365 has stopped.',
    channel: `Your sync of ${manyOf[found.kind]} with Microsoft 365 has stopped.`,
  };
  return [
    {
      to: email,
      subject: 'Your sync with Microsoft 365 needs your attention',
      text: letter(name, `${whom === 'person' ? scope : channel} ${what}`, remedy, link),
    },
  ];
}

function letter(name: string, what: string, remedy: string, link: string): string {
  const kept = 'Nothing is lost: what changes meanwhile on either side follows once it goes on.';
  return `Hello ${name},\n\n${what}\n\n${remedy} You can do so here:\n\n${link}\n\n${kept}\n`;
}
