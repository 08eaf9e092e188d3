/** The date (`yyyy-mm-dd`) that a calendar on the wall shows in a zone. */
export const dateIn = (atMs: number, timeZone: string | undefined): string =>
  wallClock(atMs, timeZone).slice(0, 10);

/** Date and time (`yyyy-mm-ddThh:mm`) that clocks show in a zone. */
export function wallClock(atMs: number, timeZone: string | undefined): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    // Swedish writes dates as forms want them.
    format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone });
    formats.set(timeZone, format);
  }
  return format.format(atMs).replace(' ', 'T');
}

/** To make a format costs more than to use it a hundred times, and a calendar of a month uses it often. */
const formats = new Map<string | undefined, Intl.DateTimeFormat>();

/** The instant at which clocks in a zone show a date and time; null for what is none. Over a change of the clocks, the earlier offset holds. */
export function instantAt(wall: string, timeZone: string | undefined): string | null {
  const asUtcMs = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtcMs)) return null;
  const offsetMs = (atMs: number) => Date.parse(`${wallClock(atMs, timeZone)}Z`) - atMs;
  const guessMs = asUtcMs - offsetMs(asUtcMs);
  return new Date(asUtcMs - offsetMs(guessMs)).toISOString();
}
