/**
 * A birthday is a day, but Graph keeps an instant in UTC ("contact resource type"). Written at noon, it is the same day in nearly every zone.
 */
export function birthdayToGraph(day: string): string {
  return `${day}T12:00:00Z`;
}

/**
 * Graph's documentation shows midnight UTC; clients also write the midnight of their own zone, which is up to 12 hours before or after.
 * So an instant belongs to the day whose midnight is nearest; noon itself belongs to its own day.
 * @returns `yyyy-mm-dd`, or undefined for what is no instant.
 */
export function birthdayFromGraph(instant: string | undefined): string | undefined {
  if (instant === undefined) return undefined;
  const nearest = new Date(Date.parse(instant) + halfDayMs - 1);
  if (Number.isNaN(nearest.valueOf())) return undefined;
  const [day] = nearest.toISOString().split('T');
  // Graph's filler for "no date".
  return day === '0001-01-01' ? undefined : day;
}

const halfDayMs = 43_200_000;
