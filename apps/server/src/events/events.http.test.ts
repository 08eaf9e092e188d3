import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestOrganisation, type TestPerson, type TestServer } from '../testing.ts';
import type { ChangeEvent } from './hub.ts';

let server: TestServer;
let org: TestOrganisation;

beforeAll(async () => {
  server = await startTestServer();
  org = await server.organisation();
});
afterAll(() => server.stop());

/** The events that reach a person's browser, one by one. */
async function* eventsOf({ api }: TestPerson, signal: AbortSignal): AsyncGenerator<ChangeEvent> {
  const cookie = [...api.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(`${server.url}/api/events`, { headers: { cookie }, signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) if (part.startsWith('data: ')) yield JSON.parse(part.slice(6)) as ChangeEvent;
  }
}

/** Reads on until an event of the type comes; returns those before it too. */
async function until(
  events: AsyncGenerator<ChangeEvent>,
  fits: (event: ChangeEvent) => boolean,
): Promise<ChangeEvent[]> {
  const seen: ChangeEvent[] = [];
  for (;;) {
    const { value, done } = await events.next();
    if (done) throw new Error(`The stream ended after ${JSON.stringify(seen)}`);
    seen.push(value);
    if (fits(value)) return seen;
  }
}

describe('pages learn of changes without a reload', () => {
  test('a contact that was created here is announced to its owner', async () => {
    const ending = new AbortController();
    const events = eventsOf(org.ann, ending.signal);
    await until(events, ({ type }) => type === 'hello');
    const { id } = await org.ann.api.post<{ id: string }>('/api/contacts', { lastName: 'Seen' });
    const seen = await until(events, ({ type }) => type === 'contact');
    expect(seen.at(-1)).toEqual({ type: 'contact', id, kind: 'contact' });
    ending.abort();
  });

  test('V15: neither a colleague nor another organisation hears of it', async () => {
    const other = await server.organisation({ name: 'Åkesson', domain: 'akesson.example' });
    for (const stranger of [org.bob, other.administrator]) {
      const ending = new AbortController();
      const events = eventsOf(stranger, ending.signal);
      await until(events, ({ type }) => type === 'hello');
      const hidden = await org.ann.api.post<{ id: string }>('/api/contacts', { lastName: 'Hidden' });
      const own = await stranger.api.post<{ id: string }>('/api/contacts', { lastName: 'Own' });
      const seen = await until(events, ({ id }) => id === own.id);
      expect(seen.map(({ id }) => id)).not.toContain(hidden.id);
      ending.abort();
    }
  });

  test('after the connection to the database broke, changes are announced again', async () => {
    const ending = new AbortController();
    const events = eventsOf(org.ann, ending.signal);
    await until(events, ({ type }) => type === 'hello');
    await killListener(server.databaseUrl);
    await until(events, ({ type }) => type === 'hello');
    const { id } = await org.ann.api.post<{ id: string }>('/api/contacts', { lastName: 'After' });
    await until(events, (event) => event.id === id);
    ending.abort();
  });

  test('without a session there is nothing to hear', async () => {
    expect((await server.anonymous().request('GET', '/api/events')).status).toBe(401);
  });
});

async function killListener(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const killed = await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'counterpart listen' and datname = current_database()`,
  );
  expect(killed.rowCount).toBe(1);
  await client.end();
}
