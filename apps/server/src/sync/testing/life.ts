import { listOutbox } from '@counterpart/simulator';
import { Client } from 'pg';
import { until, type TestPerson } from '../../testing.ts';
import { openOffice, type Office } from './office.ts';

/** An office, and hands on what lies beneath it: the database, the queue, the mail. */
export interface Life extends Office {
  /** Sees and may do everything. */
  readonly root: Client;
  channel(person: TestPerson, kind?: string): Promise<ChannelFacts>;
  /** The look that waits for its time takes place now; everything else as it is. */
  dueNow(channelId: string): Promise<void>;
  /** When the channel is looked at by itself, from now, in milliseconds; null: not at all. */
  restsMs(person: TestPerson): Promise<number | null>;
  /** Subjects and texts of what our server mailed to an address, oldest first. */
  mailsTo(address: string): { subject: string; text: string }[];
  /** "Sync now", and the section once no look is due any more. */
  tried(person: TestPerson): ReturnType<Office['section']>;
  close(): Promise<void>;
}

export interface ChannelFacts {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly container: string | null;
  readonly attention_since: Date | null;
  readonly failing_since: Date | null;
  readonly next_look_at: Date | null;
}

export async function openLife(): Promise<Life> {
  const office = await openOffice();
  const root = new Client({ connectionString: office.server.databaseUrl });
  await root.connect();
  const channel = async ({ membershipId }: TestPerson, kind = 'contact'): Promise<ChannelFacts> => {
    const { rows } = await root.query<ChannelFacts>(
      'select * from channels where membership_id = $1 and kind = $2',
      [membershipId, kind],
    );
    if (rows[0] === undefined) throw new Error('There is no such channel');
    return rows[0];
  };
  return {
    ...office,
    root,
    channel,
    async dueNow(channelId) {
      await root.query('update graphile_worker._private_jobs set run_at = now() where key = $1', [
        `look later ${channelId}`,
      ]);
    },
    async restsMs(person) {
      const { next_look_at: at } = await channel(person);
      return at === null ? null : at.valueOf() - Date.now();
    },
    mailsTo: (address) =>
      listOutbox(office.server.microsoft365.simulator.state, { to: address })
        .filter(({ via }) => via === 'smtp')
        .map(({ subject, text }) => ({ subject, text: text ?? '' })),
    async tried(person) {
      await person.api.post('/api/channels/contact/sync');
      const { id } = await channel(person);
      await until(
        () =>
          root.query(`select from graphile_worker._private_jobs where key in ($1, $2) and run_at <= now()`, [
            `look ${id}`,
            `look later ${id}`,
          ]),
        ({ rowCount }) => rowCount === 0,
      );
      return office.section(person);
    },
    async close() {
      await root.end();
      await office.server.stop();
    },
  };
}
