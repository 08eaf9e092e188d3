import * as crm from '@counterpart/crm';
import { z } from 'zod';
import type { Services } from '../services.ts';
import { writeLetter, type Letter } from './letter.ts';
import { isRefusedForGood } from './mailer.ts';

const purposeOf = (mailId: string): string => `mail ${mailId}`;

const opened = z.object({ subject: z.string(), text: z.string(), html: z.string() });

/** A letter as it waits in the database: sealed, since its links are secret, with the Message-ID that it has at every attempt. */
export function sealLetter(
  { keyRing, config }: Pick<Services, 'keyRing' | 'config'>,
  letter: Letter,
  mailId: string,
): crm.SealedMail {
  const { hostname } = new URL(config.publicUrl);
  return {
    sealed: keyRing.seal(JSON.stringify(writeLetter(letter)), purposeOf(mailId)),
    messageId: `<${mailId}@${hostname}>`,
  };
}

/** The job: sends one queued mail. Done again it sends nothing more; tried again after a failure it is the same mail. */
export function sendQueuedMail(
  { crm: database, keyRing, mailer, log }: Pick<Services, 'crm' | 'keyRing' | 'mailer' | 'log'>,
  key: { readonly orgId: string; readonly id: string },
): Promise<void> {
  return crm.sendQueued(database, key, async ({ id, recipient, messageId, sealed }) => {
    const text = keyRing.open(sealed, purposeOf(id));
    if (text === null)
      return { outcome: 'refused', problem: 'It was sealed with a key that this server no longer has.' };
    try {
      await mailer.send({ ...opened.parse(JSON.parse(text)), to: recipient, messageId });
      return { outcome: 'sent' };
    } catch (error) {
      if (!isRefusedForGood(error)) throw error;
      log.warn({ mail: id, responseCode: error.responseCode }, 'The mail server refused a mail for good');
      return { outcome: 'refused', problem: error.message.slice(0, 500) };
    }
  });
}
