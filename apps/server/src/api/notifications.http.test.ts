import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ microsoft365: true });
});
afterAll(() => server.stop());

describe.each(['notifications', 'lifecycle'])('what Graph sends to /api/microsoft365/%s', (name) => {
  const path = `/api/microsoft365/${name}`;

  test('the handshake is answered with the decoded token as plain text', async () => {
    const token = 'Validation: Testing client application reachability for subscription Request-Id: <å&+>';
    const answer = await fetch(
      `${server.url}${path}?${new URLSearchParams({ validationToken: token }).toString()}`,
      {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      },
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await answer.text()).toBe(token);
  });

  test('a notification with a wrong clientState is taken and does nothing', async () => {
    const body = {
      value: [
        {
          subscriptionId: '5c5f4c0e-0000-4000-8000-000000000000',
          clientState: 'guess',
          changeType: 'updated',
        },
      ],
    };
    expect((await server.anonymous().request('POST', path, body)).status).toBe(202);
  });

  test('something else than notifications is refused, with the place', async () => {
    const answer = await server.anonymous().request('POST', path, { value: [{ clientState: 'x' }] });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'value.0.subscriptionId' }] } });
  });
});
