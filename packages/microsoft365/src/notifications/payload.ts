import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const changeItem = z.object({
  subscriptionId: z.string().min(1).max(200),
  clientState: z.string().max(128).optional(),
  changeType: z.enum(['created', 'updated', 'deleted']),
  resource: z.string().max(2000),
  tenantId: z.string().max(100).optional(),
  subscriptionExpirationDateTime: z.string().max(100).optional(),
  resourceData: z
    .object({ id: z.string().max(1000) })
    .partial()
    .nullish(),
});

const lifecycleItem = z.object({
  subscriptionId: z.string().min(1).max(200),
  clientState: z.string().max(128).optional(),
  lifecycleEvent: z.enum(['reauthorizationRequired', 'subscriptionRemoved', 'missed']),
  tenantId: z.string().max(100).optional(),
  subscriptionExpirationDateTime: z.string().max(100).optional(),
});

/** One change that Graph tells of: only ever a hint to look at the channel again (DESIGN "Hints"). */
export type ChangeNotification = z.output<typeof changeItem>;
/** `reauthorizationRequired`: renew or reauthorise; `subscriptionRemoved`: make it anew, then look; `missed`: look. */
export type LifecycleNotification = z.output<typeof lifecycleItem>;

/** Graph sends one body to both addresses' kinds of notification; either may come to either. */
export interface Notifications {
  readonly changes: readonly ChangeNotification[];
  readonly lifecycle: readonly LifecycleNotification[];
  /** Entries that are neither. */
  readonly unreadable: number;
}

const body = z.object({ value: z.array(z.unknown()).max(10_000) });

/** Reads what was posted to a notification address; null: it is no notification at all. Nothing is believed before `isOurs` says so. */
export function readNotifications(posted: unknown): Notifications | null {
  const read = body.safeParse(posted);
  if (!read.success) return null;
  const changes: ChangeNotification[] = [];
  const lifecycle: LifecycleNotification[] = [];
  let unreadable = 0;
  for (const item of read.data.value) {
    const asLifecycle = lifecycleItem.safeParse(item);
    const asChange = changeItem.safeParse(item);
    if (asLifecycle.success) lifecycle.push(asLifecycle.data);
    else if (asChange.success) changes.push(asChange.data);
    else unreadable += 1;
  }
  return { changes, lifecycle, unreadable };
}

/** Compares a notification's clientState with the secret of its subscription, in the same time whatever it is. */
export function isOurs(clientState: string | undefined, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return clientState !== undefined && timingSafeEqual(digest(clientState), digest(secret));
}

/**
 * Graph's handshake: a POST with `validationToken` in its query wants the decoded token back as `text/plain` with 200 within ten seconds, before
 * any sign-in is asked for (GRAPH 5). Undefined: it is no handshake.
 * @param token the query parameter as decoded by the HTTP server.
 */
export function handshakeReply(
  token: unknown,
): { status: 200; contentType: 'text/plain; charset=utf-8'; body: string } | undefined {
  if (typeof token !== 'string' || token === '' || token.length > 4096) return undefined;
  return { status: 200, contentType: 'text/plain; charset=utf-8', body: token };
}
