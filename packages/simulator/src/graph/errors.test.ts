import { describe, expect, test } from 'vitest';
import { errorCode, GRAPH, testTenant } from '../testkit.ts';

describe('GRAPH 1 and 8: headers and error bodies', () => {
  test('each answer carries the service headers, and the client request id comes back', async () => {
    const { headers } = await testTenant()
      .client('ann@contoso.example')
      .get('/me', { 'client-request-id': 'mine-1' });
    expect(headers.get('client-request-id')).toBe('mine-1');
    for (const name of [
      'request-id',
      'date',
      'cache-control',
      'strict-transport-security',
      'x-ms-ags-diagnostic',
    ]) {
      expect(headers.get(name), name).toBeTruthy();
    }
  });

  test('an error has code, message and innerError with date and request ids', async () => {
    const answer = await testTenant().client('ann@contoso.example').get('/me/contacts/AAMkADAwnothinghere=');
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({
      error: {
        code: 'ErrorItemNotFound',
        message: 'The specified object was not found in the store.',
        innerError: {
          date: '2026-03-02T09:00:00',
          'request-id': answer.headers.get('request-id'),
          'client-request-id': answer.headers.get('client-request-id'),
        },
      },
    });
  });

  test.each([
    ['no token', undefined],
    ['an unknown token', 'Bearer abc'],
    ['another scheme', 'Basic abc'],
  ])('%s: 401 InvalidAuthenticationToken', async (_name, authorization) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const response = await testTenant().simulator.fetch(new Request(`${GRAPH}/me`, { headers }));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('Bearer');
    expect(await response.json()).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } });
  });

  test('an expired token: 401', async () => {
    const { client, clock } = testTenant();
    const ann = client('ann@contoso.example');
    await clock.advance(31 * 24 * 3600_000);
    expect(errorCode(await ann.get('/me'))).toBe('InvalidAuthenticationToken');
  });

  test('a missing scope: 403 ErrorAccessDenied for mailboxes, Authorization_RequestDenied for the directory', async () => {
    const ann = testTenant().client('ann@contoso.example', { scopes: ['User.Read', 'Contacts.Read'] });
    const write = await ann.post('/me/contacts', { givenName: 'X' });
    expect([write.status, errorCode(write)]).toEqual([403, 'ErrorAccessDenied']);
    const users = await ann.get('/users');
    expect([users.status, errorCode(users)]).toEqual([403, 'Authorization_RequestDenied']);
  });

  test("another person's mailbox with a delegated token: 403", async () => {
    const answer = await testTenant()
      .client('ann@contoso.example')
      .get('/users/bob@contoso.example/contacts');
    expect([answer.status, errorCode(answer)]).toEqual([403, 'ErrorAccessDenied']);
  });

  test('/me with an application token: 400; /users/{id} works', async () => {
    const app = testTenant().app(['Contacts.Read']);
    expect((await app.get('/me/contacts')).status).toBe(400);
    expect((await app.get('/users/ann@contoso.example/contacts')).status).toBe(200);
  });

  test('a person without a mailbox: 404 MailboxNotEnabledForRESTAPI', async () => {
    const people = [{ userPrincipalName: 'cy@contoso.example', displayName: 'Cy', hasMailbox: false }];
    const answer = await testTenant({ people }).client('cy@contoso.example').get('/me/contacts');
    expect([answer.status, errorCode(answer)]).toEqual([404, 'MailboxNotEnabledForRESTAPI']);
  });

  test('a method that the path does not have: 405; an unknown path: 400', async () => {
    const ann = testTenant().client('ann@contoso.example');
    const wrong = await ann.remove('/me/contacts');
    expect([wrong.status, errorCode(wrong)]).toEqual([405, 'Request_BadRequest']);
    expect((await ann.get('/me/nonsense')).status).toBe(400);
  });

  test('a body that is no JSON: 400', async () => {
    const { client, simulator } = testTenant();
    const response = await simulator.fetch(
      new Request(`${GRAPH}/me/contacts`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${client('ann@contoso.example').token}`,
          'content-type': 'application/json',
        },
        body: '{"givenName":',
      }),
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'BadRequest' } });
  });
});
