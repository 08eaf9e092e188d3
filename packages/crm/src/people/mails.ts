import { sql } from 'kysely';
import type { Crm, Tx } from '../crm.ts';

/** A mail as its writer hands it over: sealed, since its links are secret, and sealed for this very mail. */
export interface SealedMail {
  readonly sealed: string;
  readonly messageId: string;
}

export interface QueuedMail extends SealedMail {
  readonly id: string;
  /** The invitation or join request that it is about. */
  readonly about: string;
  readonly kind: string;
  readonly recipient: string;
}

/** What became of a mail. */
export interface MailStatus {
  readonly state: 'none' | 'queued' | 'sent' | 'failed' | 'cancelled';
  readonly sentAt: Date | null;
  readonly problem: string | null;
}

/** Writes a mail down and enqueues its sending, both with the transaction. */
export async function queueMail(tx: Tx, orgId: string, mail: QueuedMail, at: Date): Promise<void> {
  const { id, about, kind, recipient, messageId, sealed } = mail;
  await tx
    .insertInto('mails')
    .values({
      org_id: orgId,
      id,
      about,
      kind,
      recipient,
      message_id: messageId,
      sealed,
      state: 'queued',
      problem: null,
      created_at: at,
      sent_at: null,
    })
    .execute();
  await sql`select enqueue_about('sendMail', ${id})`.execute(tx);
}

/** What waits to be sent about something is not sent any more: its link is dead. */
export async function cancelMails(tx: Tx, about: string): Promise<void> {
  await tx
    .updateTable('mails')
    .set({ state: 'cancelled', sealed: null })
    .where('about', '=', about)
    .where('state', '=', 'queued')
    .execute();
}

/** How many mails of a kind were written since; `recipient`: to this address only. */
export async function countMails(
  tx: Tx,
  { kind, since, recipient }: { readonly kind: string; readonly since: Date; readonly recipient?: string },
): Promise<number> {
  let query = tx.selectFrom('mails').where('kind', '=', kind).where('created_at', '>', since);
  if (recipient !== undefined) query = query.where(sql`lower(recipient)`, '=', recipient.toLowerCase());
  const { n } = await query.select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  return n;
}

export type Delivery =
  { readonly outcome: 'sent' } | { readonly outcome: 'refused'; readonly problem: string };

/**
 * Sends a queued mail by `send`, once: the row is locked meanwhile, and what was sent, refused or cancelled stays so. When `send` throws
 * the mail stays queued with the reason, and the error is thrown on: the job comes again.
 */
export async function sendQueued(
  crm: Crm,
  { orgId, id }: { readonly orgId: string; readonly id: string },
  send: (mail: QueuedMail) => Promise<Delivery>,
): Promise<void> {
  const failure = await crm.inOrganisation(orgId, async (tx) => {
    const row = await tx
      .selectFrom('mails')
      .selectAll()
      .where('id', '=', id)
      .where('state', '=', 'queued')
      .forUpdate()
      .executeTakeFirst();
    if (row?.sealed == null) return null;
    const { about, kind, recipient, message_id: messageId, sealed } = row;
    const attempt = await tried(() => send({ id, about, kind, recipient, messageId, sealed }));
    const told =
      'error' in attempt
        ? { problem: problemOf(attempt.error) }
        : attempt.value.outcome === 'sent'
          ? { state: 'sent' as const, sealed: null, problem: null, sent_at: new Date(crm.clock.now()) }
          : { state: 'failed' as const, sealed: null, problem: attempt.value.problem };
    await tx.updateTable('mails').set(told).where('id', '=', id).execute();
    return 'error' in attempt ? attempt : null;
  });
  if (failure !== null) throw failure.error;
}

async function tried<T>(work: () => Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await work() };
  } catch (error) {
    // Not lost: the caller writes it down and throws it on.
    return { error };
  }
}

const problemOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 500);
