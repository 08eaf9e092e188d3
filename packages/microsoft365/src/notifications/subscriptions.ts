import { z } from 'zod';
import type { GraphClient } from '../client/client.ts';
import { outlookHeaders } from '../replica/setting.ts';
import { problemOf } from '../client/problem.ts';
import type { Failure, Result } from '../client/result.ts';
import { readAll } from '../client/paging.ts';

/** How long a subscription to Outlook items lives at most: under seven days ("subscription resource type"). */
export const longestOutlookLifeMs = 10_080 * 60_000;

/** The same of subscriptions to tasks, which also get neither `missed` nor `subscriptionRemoved`: only their own time and a poll tell (GRAPH 5). */
export const longestTaskLifeMs = 4_230 * 60_000;

export interface NewSubscription {
  /** What is watched, such as `users/{id}/contacts` or `users/{id}/todo/lists/{id}/tasks`: people by their id, an apostrophe in a login breaks it (GRAPH 5). */
  readonly resource: string;
  /** Default: `created,updated,deleted`. */
  readonly changeType?: string;
  readonly notificationUrl: string;
  /** Cannot be added later. */
  readonly lifecycleNotificationUrl: string;
  /** A secret of at most 128 characters that comes back with each notification. */
  readonly clientState: string;
  readonly expiresAtMs: number;
}

export interface SubscriptionRecord {
  readonly id: string;
  readonly expiresAtMs: number;
}

/**
 * `exists`: the same is watched already, by a subscription that we may not know: `GET /subscriptions` shows it, deleting and making it anew helps.
 * `refused`: the notification address did not answer Graph's handshake, or the resource cannot be watched.
 */
export type SubscriptionOutcome =
  | { readonly outcome: 'done'; readonly subscription: SubscriptionRecord }
  | { readonly outcome: 'exists' | 'gone' }
  | { readonly outcome: 'refused'; readonly detail: string };

const shape = z.object({ id: z.string().min(1), expirationDateTime: z.string() });

function recordOf(result: Result & { ok: true }): SubscriptionRecord | null {
  const read = shape.safeParse(result.body).data;
  const expiresAtMs = Date.parse(read?.expirationDateTime ?? '');
  return read && !Number.isNaN(expiresAtMs) ? { id: read.id, expiresAtMs } : null;
}

const noRecord: Failure = {
  ok: false,
  reason: 'unknown',
  status: 200,
  code: '',
  message: 'The reply shows no subscription',
};

function outcomeOf(result: Result): SubscriptionOutcome {
  if (result.ok) {
    const subscription = recordOf(result);
    if (subscription === null) throw problemOf(noRecord);
    return { outcome: 'done', subscription };
  }
  if (result.status === 404) return { outcome: 'gone' };
  if (result.status === 409) return { outcome: 'exists' };
  if (result.status === 400) return { outcome: 'refused', detail: result.message };
  throw problemOf(result);
}

/** Change notifications of one connection (GRAPH 5). Each method throws `ChannelProblem` where the connection or the service is in trouble. */
export function createSubscriptions(client: GraphClient) {
  return {
    async create(wanted: NewSubscription): Promise<SubscriptionOutcome> {
      const { expiresAtMs, changeType = 'created,updated,deleted', ...rest } = wanted;
      const body = { changeType, ...rest, expirationDateTime: new Date(expiresAtMs).toISOString() };
      // The kind of identifiers in notifications is chosen here ("Obtain immutable identifiers for Outlook resources").
      return outcomeOf(
        await client.send({ method: 'POST', path: '/subscriptions', headers: outlookHeaders, body }),
      );
    },
    /** Prolongs it, and authorises it again. Not within ten minutes of `reauthorise` (GRAPH 5). */
    async renew(id: string, expiresAtMs: number): Promise<SubscriptionOutcome> {
      const body = { expirationDateTime: new Date(expiresAtMs).toISOString() };
      return outcomeOf(await client.send({ method: 'PATCH', path: pathOf(id), body, repeatable: true }));
    },
    /** Answers the lifecycle notification `reauthorizationRequired` without prolonging. */
    async reauthorise(id: string): Promise<'done' | 'gone'> {
      const result = await client.send({
        method: 'POST',
        path: `${pathOf(id)}/reauthorize`,
        repeatable: true,
      });
      if (!result.ok && result.status !== 404) throw problemOf(result);
      return result.ok ? 'done' : 'gone';
    },
    /** Repeating it does no harm. */
    async remove(id: string): Promise<void> {
      const result = await client.send({ method: 'DELETE', path: pathOf(id), repeatable: true });
      if (!result.ok && result.status !== 404) throw problemOf(result);
    },
    /** Those of this app that watch the resource: after a creation whose reply was lost, or `exists`. */
    async watching(resource: string): Promise<SubscriptionRecord[]> {
      const all = await readAll(client, '/subscriptions');
      if (!all.ok) throw problemOf(all);
      const same = (one: unknown) =>
        typeof one === 'string' &&
        one.replace(/^\//, '').toLowerCase() === resource.replace(/^\//, '').toLowerCase();
      return all.items
        .filter((item) => same(item['resource']))
        .flatMap((item) => recordOf({ ok: true, status: 200, body: item }) ?? []);
    },
  };
}

const pathOf = (id: string): string => `/subscriptions/${encodeURIComponent(id)}`;
