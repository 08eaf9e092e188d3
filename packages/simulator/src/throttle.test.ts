import { describe, expect, test } from 'vitest';
import { errorCode, testTenant } from './testkit.ts';
import { PUBLISHED_LIMITS } from './throttle.ts';

describe('GRAPH 4: throttling per app and mailbox', () => {
  test('the 10,001st request within ten minutes: 429 with Retry-After to the end of the window', async () => {
    const { client, clock } = testTenant();
    const ann = client('ann@contoso.example');
    for (let n = 0; n < 10_000; n++) await ann.get('/me/contacts?$top=1');
    await clock.advance(60_000);
    const refused = await ann.get('/me/contacts?$top=1');
    expect([refused.status, errorCode(refused), refused.headers.get('retry-after')]).toEqual([
      429,
      'TooManyRequests',
      '540',
    ]);
    expect((await client('bob@contoso.example').get('/me/contacts')).status).toBe(200);
    expect((await client('ann@contoso.example', { appId: 'other' }).get('/me/contacts')).status).toBe(200);
    expect((await ann.get('/me')).status).toBe(200);
    await clock.advance(540_000);
    expect((await ann.get('/me/contacts?$top=1')).status).toBe(200);
  });

  test('the fifth at a time: 429 ApplicationThrottled, MailboxConcurrency', async () => {
    const { client, clock } = testTenant({ latencyMs: 100 });
    const ann = client('ann@contoso.example');
    const answering = Promise.all(Array.from({ length: 6 }, () => ann.get('/me/contacts')));
    await clock.advance(1000);
    const answers = await answering;
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 200, 200, 200, 429, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.body).toMatchObject({
      error: { code: 'ApplicationThrottled', message: 'Application is over its MailboxConcurrency limit.' },
    });
    expect(refused?.headers.get('retry-after')).toBe('1');
  });

  test('too many bytes written: 429', async () => {
    const { client } = testTenant({ throttle: { uploadBytesPerWindow: 2000 } });
    const ann = client('ann@contoso.example');
    const body = { givenName: 'A', personalNotes: 'x'.repeat(1500) };
    expect((await ann.post('/me/contacts', body)).status).toBe(201);
    expect((await ann.post('/me/contacts', body)).status).toBe(429);
  });

  test('it can be switched off, and on again', async () => {
    const { client, simulator } = testTenant({ throttle: 'off' });
    const ann = client('ann@contoso.example');
    for (let n = 0; n < 10_010; n++) await ann.get('/me/contacts?$top=1');
    expect((await ann.get('/me/contacts')).status).toBe(200);
    simulator.throttle.limits = { ...PUBLISHED_LIMITS, requestsPerWindow: 1 };
    await ann.get('/me/contacts');
    expect((await ann.get('/me/contacts')).status).toBe(429);
  });
});
