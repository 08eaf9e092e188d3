import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { sessionQuery } from '../api/queries.ts';

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "5 minutes ago" in the reader's language. */
function relativeTime(fromMs: number, nowMs: number, locale: string): string {
  const seconds = (fromMs - nowMs) / 1000;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  if (step === undefined) return format.format(Math.abs(seconds) < 5 ? 0 : Math.round(seconds), 'second');
  return format.format(Math.round(seconds / step[1]), step[0]);
}

/** The person's own zone and language, from their account. */
export function usePlace(): { timeZone: string | undefined; locale: string } {
  const account = useQueryClient().getQueryData(sessionQuery.queryKey)?.account;
  // Some browsers name a language that Intl refuses (en-US@posix).
  const locale = account?.locale ?? Intl.DateTimeFormat().resolvedOptions().locale;
  return { timeZone: account?.timeZone, locale };
}

/** An instant as "5 minutes ago", with the exact time on hover; keeps counting while it is shown. */
export function Ago({ at }: { at: string }) {
  const now = useNow(Date.parse(at));
  // A server whose clock is ahead must not speak of the future.
  return <Relative at={at} now={Math.max(now, Date.parse(at))} />;
}

/** An instant to come as "in 5 days", with the exact time on hover; once it is over, as `Ago` tells it. */
export function Until({ at }: { at: string }) {
  return <Relative at={at} now={useNow(Date.parse(at))} />;
}

/** The present, told anew often enough for what is said about an instant. */
function useNow(atMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(
      () => setNow(Date.now()),
      Math.abs(Date.now() - atMs) < 120_000 ? 5_000 : 30_000,
    );
    return () => clearInterval(timer);
  }, [atMs]);
  return now;
}

function Relative({ at, now }: { at: string; now: number }) {
  const { timeZone, locale } = usePlace();
  return (
    <time dateTime={at} title={exactTime(at, locale, timeZone)}>
      {relativeTime(Date.parse(at), now, locale)}
    </time>
  );
}

/** An instant to the second, as people read it. */
export const exactTime = (at: string, locale: string, timeZone: string | undefined): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone }).format(
    Date.parse(at),
  );

/** A date without a zone (`yyyy-mm-dd`) as people read it. */
export function plainDate(date: string, locale: string): string {
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at)
    ? date
    : new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(at);
}

/** A span of seconds as "2 min 5 s". */
export function span(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A short time as "40 ms" or "1.2 s"; a long one as `span` has it. */
export function milliseconds(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : span(ms / 1000);
}
