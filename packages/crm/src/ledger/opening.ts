import type { Channel, ChannelSettings, Hold, KindName, Opening, Run, Side } from '@counterpart/engine';
import type { Permission } from '../actor.ts';

/** Which calendars a channel of meetings uses (E2), and how much of a private event it captures (E10). */
export interface CalendarSettings {
  /** The id of the calendar that is written to; null: the channel's own. */
  readonly writeTo: string | null;
  /** The ids of those captured beside it; `default`: the person's default calendar. */
  readonly capture: readonly string[];
  readonly privateEvents: 'timeOnly' | 'everything';
}

/** A row of the table `channels` as JSON. */
export interface ChannelRow {
  readonly id: string;
  readonly membership_id: string;
  readonly kind: KindName;
  readonly state: Channel['state'];
  readonly reason: string | null;
  readonly settings: ChannelSettings;
  readonly mapping: { readonly [field: string]: string };
  readonly calendars: CalendarSettings | null;
  readonly container: string | null;
  readonly container_name: string;
  readonly marker_prefix: string;
  readonly local_cursor: string | null;
  readonly remote_cursor: string | null;
  readonly local_round: string | null;
  readonly remote_round: string | null;
  readonly enabled_at: string | null;
  readonly first_sync_done_at: string | null;
  readonly left_out: number;
  readonly last_run: Run | null;
  readonly last_notification_at: string | null;
  readonly time_zone: string | null;
  readonly time_zone_read_at: string | null;
  readonly attention_since: string | null;
  readonly failing_since: string | null;
  readonly delay_ms: number | null;
  readonly delay_at: string | null;
}

/** A row of the table `subscriptions` as JSON. */
export interface SubscriptionRow {
  readonly remote_id: string | null;
  readonly expires_at: string | null;
  readonly retry_at: string | null;
  readonly silent_since: string | null;
}

/** A row of the table `connections` as JSON. */
export interface ConnectionRow {
  readonly id: string;
  readonly membership_id: string | null;
  readonly tid: string;
  readonly tenant_name: string | null;
  readonly oid: string | null;
  readonly login: string | null;
  readonly scopes: readonly string[];
  readonly sealed_tokens: string | null;
  readonly tokens_version: number;
  readonly state: 'active' | 'lapsed';
  readonly reason: string | null;
}

interface HoldRow {
  readonly id: string;
  readonly run_id: string;
  readonly side: Side;
  readonly link_ids: readonly string[];
  readonly answer: Hold['answer'];
  readonly at_ms: number;
}

/** What `open_run` (migration 013) answers. */
export type OpenRunAnswer =
  | { readonly outcome: 'unknown' | 'busy' }
  | {
      readonly outcome: 'leased';
      readonly channel: ChannelRow;
      /** Of the person's profile; none where the membership is not active. */
      readonly permissions: readonly Permission[];
      readonly connections: readonly ConnectionRow[];
      readonly subscription: SubscriptionRow | null;
      readonly hasIntents: boolean;
      readonly hasDueLinks: boolean;
      readonly localMayHaveChanges: boolean;
      readonly answeredHolds: readonly HoldRow[];
      readonly openHolds: number;
    };

export type Leased = Extract<OpenRunAnswer, { outcome: 'leased' }>;

export function channelOf(row: ChannelRow): Channel {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    reason: row.reason,
    settings: row.settings,
    isFirstSync: row.first_sync_done_at === null,
    cursors: { local: row.local_cursor, remote: row.remote_cursor },
    rounds: { local: row.local_round, remote: row.remote_round },
    container: row.container,
    markerPrefix: row.marker_prefix,
  };
}

export function openingOf(answer: Leased): Opening {
  const { hasIntents, hasDueLinks, localMayHaveChanges, openHolds } = answer;
  return {
    channel: channelOf(answer.channel),
    hasIntents,
    hasDueLinks,
    localMayHaveChanges,
    openHolds,
    answeredHolds: answer.answeredHolds.map((hold) => ({
      id: hold.id,
      runId: hold.run_id,
      side: hold.side,
      linkIds: hold.link_ids,
      answer: hold.answer,
      atMs: hold.at_ms,
    })),
  };
}
