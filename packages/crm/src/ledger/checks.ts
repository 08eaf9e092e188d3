import { sql } from 'kysely';
import type { Crm, Tx } from '../crm.ts';

/** What a comparison of one channel's CRM, mailbox and links found. */
export interface StoredCheck {
  /** Links that were compared, and links that wait for a run or a person. */
  readonly compared: number;
  readonly waiting: number;
  /** How many of each class; classes that nobody found are left out. */
  readonly differences: { readonly [difference: string]: number };
  /** The first of them. */
  readonly examples: readonly object[];
}

export interface CheckedChannel {
  readonly orgId: string;
  readonly channelId: string;
}

/** The channels that can be compared, in all organisations. */
export async function channelsToCheck({ pool }: Crm): Promise<CheckedChannel[]> {
  const { rows } = await pool.query<CheckedChannel>(
    'select org_id as "orgId", channel_id as "channelId" from channels_to_check()',
  );
  return rows;
}

/** Keeps what was found; of each channel the last check only. */
export async function putCheck(tx: Tx, channelId: string, check: StoredCheck): Promise<void> {
  const { compared, waiting, differences, examples } = check;
  await sql`insert into checks (org_id, channel_id, checked_at, compared, waiting, differences, examples)
    values (current_org(), ${channelId}, now(), ${compared}, ${waiting},
      ${JSON.stringify(differences)}, ${JSON.stringify(examples)})
    on conflict (org_id, channel_id) do update set checked_at = excluded.checked_at, compared = excluded.compared,
      waiting = excluded.waiting, differences = excluded.differences, examples = excluded.examples`.execute(
    tx,
  );
}

/** Figures of the last checks over all organisations, for monitoring (B13). */
export interface CheckFigures {
  readonly differences: readonly {
    readonly kind: string;
    readonly difference: string;
    readonly count: number;
  }[];
  readonly channels: readonly { readonly kind: string; readonly channels: number; readonly oldest: Date }[];
}

export async function checkFigures({ pool }: Crm): Promise<CheckFigures> {
  const { rows: found } = await pool.query<CheckFigures['differences'][number]>(
    'select * from check_figures()',
  );
  const { rows: channels } = await pool.query<CheckFigures['channels'][number]>(
    'select * from check_times()',
  );
  return { differences: found, channels };
}
