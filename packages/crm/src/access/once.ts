import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import { tellFacts, within, type Crm } from '../crm.ts';

/** How long an answer is kept for whoever asks again with the same key. */
const KEPT_MS = 24 * 3600 * 1000;
/** Old answers that go with each new one. */
const purgedAtATime = 100;

export type Once =
  | { readonly outcome: 'answered'; readonly answer: string; readonly again: boolean }
  /** The key was used for something else. */
  | { readonly outcome: 'otherQuestion' };

/**
 * Does something once for each key of a person (R4). `work` gets a CRM whose transactions are all parts of one, together with the answer
 * that it returns: a crash leaves both or neither, and whoever asks at the same time waits for the end and gets the same answer. When it
 * throws, nothing was done and the key is free. `asked`: a digest of all that was asked.
 */
export async function onlyOnce(
  crm: Crm,
  actor: Actor,
  { key, asked }: { readonly key: string; readonly asked: Buffer },
  work: (bound: Crm) => Promise<string>,
): Promise<Once> {
  const now = new Date(crm.clock.now());
  const tooOld = new Date(now.valueOf() - KEPT_MS);
  const { orgId, membershipId } = actor;
  return crm.transaction(actor, async (tx) => {
    // Waits where the same key is being answered.
    const claimed = await tx
      .insertInto('answers')
      .values({ org_id: orgId, membership_id: membershipId, key, asked, answer: null, created_at: now })
      .onConflict((conflict) =>
        conflict
          .columns(['org_id', 'membership_id', 'key'])
          .doUpdateSet({ asked, answer: null, created_at: now })
          .where('answers.created_at', '<=', tooOld),
      )
      .returning('key')
      .executeTakeFirst();
    if (!claimed) {
      const found = await tx
        .selectFrom('answers')
        .select(['asked', 'answer'])
        .where('membership_id', '=', membershipId)
        .where('key', '=', key)
        .executeTakeFirstOrThrow();
      if (!found.asked.equals(asked)) return { outcome: 'otherQuestion' };
      if (found.answer === null) throw new Error('An answer was committed without its text.');
      return { outcome: 'answered', answer: found.answer, again: true };
    }
    const answer = await work(within(crm, tx));
    await tellFacts(tx, crm.clock, actor);
    await tx
      .updateTable('answers')
      .set({ answer })
      .where('membership_id', '=', membershipId)
      .where('key', '=', key)
      .execute();
    await sql`delete from answers where org_id = current_org() and (membership_id, key) in (
      select membership_id, key from answers where org_id = current_org() and created_at <= ${tooOld}
      order by created_at limit ${purgedAtATime} for update skip locked)`.execute(tx);
    return { outcome: 'answered', answer, again: false };
  });
}
