import { testTenant, text, type Answer, type TestClient } from '../../testkit.ts';
import type { SimulatorOptions } from '../../simulator.ts';
import type { Json, JsonObject } from '../../state/types.ts';

const SCOPES = ['User.Read', 'Calendars.ReadWrite'];

/** A tenant with clients of Ann and Bob that may use calendars. */
export function calendarTenant(options: Partial<SimulatorOptions> = {}) {
  const tenant = testTenant(options);
  return {
    ...tenant,
    state: tenant.simulator.state,
    ann: tenant.client('ann@contoso.example', { scopes: SCOPES }),
    bob: tenant.client('bob@contoso.example', { scopes: SCOPES }),
  };
}

export const at = (dateTime: string, timeZone = 'UTC'): JsonObject => ({ dateTime, timeZone });

/** An hour, or a day where the text has no time. */
export function eventAt(dateTime: string, more: JsonObject = {}, zone = 'UTC'): JsonObject {
  const start = new Date(`${dateTime}${dateTime.length > 10 ? ':00Z' : 'T00:00:00Z'}`);
  const lengthMs = (dateTime.length > 10 ? 1 : 24) * 3600_000;
  const end = new Date(start.getTime() + lengthMs).toISOString().slice(0, 19);
  return { subject: 'Talk', start: at(start.toISOString().slice(0, 19), zone), end: at(end, zone), ...more };
}

/** Every Monday from 2 March 2026 on, unless it is told otherwise. */
export function weekly(more: { pattern?: JsonObject; range?: JsonObject } = {}): JsonObject {
  return {
    recurrence: {
      pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'], ...more.pattern },
      range: more.range ?? { type: 'numbered', startDate: '2026-03-02', numberOfOccurrences: 4 },
    },
  };
}

export function attendees(...addresses: string[]): JsonObject {
  return { attendees: addresses.map((address): Json => ({ emailAddress: { address } })) };
}

/** Creates and answers the path of the new event. */
export async function made(client: TestClient, body: JsonObject, path = '/me/events'): Promise<string> {
  const answer = await client.post(path, body);
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return `/me/events/${idOf(answer)}`;
}

export function idOf(answer: Answer): string {
  return encodeURIComponent(text(answer.body, 'id'));
}

export const view = (from: string, to: string) => `calendarView?startDateTime=${from}&endDateTime=${to}`;
export const MARCH = view('2026-03-01', '2026-04-01');

export function startsOf(list: JsonObject[]): string[] {
  return list.map(({ start }) => text(start as JsonObject, 'dateTime'));
}
