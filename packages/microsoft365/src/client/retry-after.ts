/**
 * The pause that a reply asks for, in milliseconds: seconds, also with a fraction ("Microsoft Graph throttling guidance" shows 2.128), or
 * an HTTP date. Undefined where there is none or it cannot be read.
 */
export function retryAfterMs(value: string | null | undefined, nowMs: number): number | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

/** Growing pauses for replies that name none: 1, 2, 4 … seconds up to a minute, each shortened at random by up to a half. */
export function backoffMs(attempt: number, random: () => number): number {
  const fullMs = Math.min(1000 * 2 ** (attempt - 1), 60_000);
  return Math.ceil(fullMs * (1 - random() / 2));
}
