import { describe, expect, test } from 'vitest';
import type { Json } from '../state/types.ts';
import { entries, errorCode, testTenant } from '../testkit.ts';
import { receiveMime } from './mime.ts';
import { listOutbox, outsideMail, sendInternalMail } from './outbox.ts';

const MAIL_SCOPES = ['Mail.Send', 'Mail.ReadWrite'];

function setUp() {
  const tenant = testTenant();
  const ann = tenant.client('ann@contoso.example', { scopes: MAIL_SCOPES });
  const bob = tenant.client('bob@contoso.example', { scopes: MAIL_SCOPES });
  return { ...tenant, state: tenant.simulator.state, ann, bob };
}

function message(to: string[], more: { [name: string]: Json } = {}): { [name: string]: Json } {
  const toRecipients = to.map((address) => ({ emailAddress: { address } }));
  return {
    subject: 'Plans',
    body: { contentType: 'Text', content: 'Hello <you>,\nsee you.' },
    toRecipients,
    ...more,
  };
}

describe('GRAPH 1.7: sendMail', () => {
  test('202 without a body; arrives in the inbox and is kept in Sent Items', async () => {
    const { ann, bob } = setUp();
    const answer = await ann.post('/me/sendMail', { message: message(['BOB@contoso.example']) });
    expect(answer).toMatchObject({ status: 202, body: {} });
    const [arrived, ...others] = entries(await bob.get('/me/mailFolders/inbox/messages'));
    expect(others).toEqual([]);
    expect(arrived).toMatchObject({
      subject: 'Plans',
      isRead: false,
      bodyPreview: 'Hello <you>, see you.',
      from: { emailAddress: { name: 'Ann Archer', address: 'ann@contoso.example' } },
      receivedDateTime: '2026-03-02T09:00:00Z',
    });
    expect(arrived?.body).toMatchObject({
      contentType: 'html',
      content: expect.stringContaining('Hello &lt;you&gt;,<br>') as string,
    });
    expect(entries(await ann.get('/me/mailFolders/sentitems/messages'))).toHaveLength(1);
    const asText = await bob.get('/me/messages', { prefer: 'outlook.body-content-type="text"' });
    expect(entries(asText)[0]?.body).toEqual({ contentType: 'text', content: 'Hello <you>,\nsee you.' });
  });

  test('saveToSentItems=false keeps no copy; copies in secret stay secret', async () => {
    const { ann, bob, state } = setUp();
    const bccRecipients = [{ emailAddress: { address: 'bob@contoso.example' } }];
    await ann.post('/me/sendMail', {
      message: message(['x@else.example'], { bccRecipients }),
      saveToSentItems: false,
    });
    expect(entries(await ann.get('/me/messages'))).toEqual([]);
    expect(entries(await bob.get('/me/messages'))[0]).toMatchObject({ bccRecipients: [] });
    expect(outsideMail(state, 'X@else.example')).toHaveLength(1);
  });

  test('an application sends for a person, and a message as MIME', async () => {
    const { simulator, app, bob, ann } = setUp();
    const sent = await app(['Mail.Send']).post('/users/ann@contoso.example/sendMail', {
      message: message(['bob@contoso.example']),
    });
    expect(sent.status).toBe(202);
    const mime =
      'To: bob@contoso.example\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nContent-Type: text/html\r\n\r\n<p>Hi</p>\r\n';
    const asMime = await simulator.fetch(
      new Request('http://graph.test/v1.0/me/sendMail', {
        method: 'POST',
        headers: { authorization: `Bearer ${ann.token}`, 'content-type': 'text/plain' },
        body: Buffer.from(mime).toString('base64'),
      }),
    );
    expect(asMime.status).toBe(202);
    expect(entries(await bob.get('/me/messages?$select=subject')).map(({ subject }) => subject)).toEqual([
      'Grüße',
      'Plans',
    ]);
  });

  test.each<[string, Json, number, string]>([
    ['nobody to send to', { message: message([]) }, 400, 'ErrorInvalidRecipients'],
    ['an address that is none', { message: message(['bob']) }, 400, 'ErrorInvalidRecipients'],
    ['no message', { saveToSentItems: true }, 400, 'ErrorInvalidRequest'],
    [
      'in the name of another',
      { message: message(['x@y.example'], { from: { emailAddress: { address: 'bob@contoso.example' } } }) },
      403,
      'ErrorSendAsDenied',
    ],
  ])('%s is refused, and nothing is sent', async (_name, body, status, code) => {
    const { ann, state } = setUp();
    const answer = await ann.post('/me/sendMail', body);
    expect([answer.status, errorCode(answer)]).toEqual([status, code]);
    expect(listOutbox(state)).toEqual([]);
  });

  test('it needs Mail.Send', async () => {
    const { client } = setUp();
    const answer = await client('ann@contoso.example', { scopes: ['User.Read'] }).post('/me/sendMail', {
      message: message(['bob@contoso.example']),
    });
    expect(answer.status).toBe(403);
  });

  test('MIME that is none: 400', async () => {
    const { simulator, ann } = setUp();
    const headers = { authorization: `Bearer ${ann.token}`, 'content-type': 'text/plain' };
    const request = new Request('http://graph.test/v1.0/me/sendMail', {
      method: 'POST',
      headers,
      body: 'not base64!',
    });
    expect((await simulator.fetch(request)).status).toBe(400);
  });
});

describe('reading mail', () => {
  test('newest first, $top, $select, $orderby and $search', async () => {
    const { ann, bob, clock } = setUp();
    for (const subject of ['One', 'Two budget', 'Three']) {
      await ann.post('/me/sendMail', { message: message(['bob@contoso.example'], { subject }) });
      await clock.advance(60_000);
    }
    const subjects = async (query: string) =>
      entries(await bob.get(`/me/messages${query}`)).map(({ subject }) => subject);
    expect(await subjects('')).toEqual(['Three', 'Two budget', 'One']);
    expect(await subjects('?$orderby=receivedDateTime')).toEqual(['One', 'Two budget', 'Three']);
    expect(await subjects('?$search="budget"')).toEqual(['Two budget']);
    const page = await bob.get('/me/messages?$top=1&$select=subject');
    expect(entries(page)).toEqual([
      { '@odata.etag': expect.any(String) as string, id: expect.any(String) as string, subject: 'Three' },
    ]);
    expect(page.body['@odata.nextLink']).toContain('$skip=1');
  });

  test('marking as read, and deleting twice: first to Deleted Items, then for good', async () => {
    const { ann, bob } = setUp();
    await ann.post('/me/sendMail', { message: message(['bob@contoso.example']) });
    const [mail] = entries(await bob.get('/me/messages'));
    const path = (id: unknown) => `/me/messages/${encodeURIComponent(String(id))}`;
    expect((await bob.patch(path(mail?.id), { isRead: true })).body).toMatchObject({ isRead: true });
    expect((await bob.patch(path(mail?.id), { subject: 'x' })).status).toBe(400);
    expect((await bob.remove(path(mail?.id))).status).toBe(204);
    expect((await bob.get(path(mail?.id))).status).toBe(404);
    const [binned] = entries(await bob.get('/me/mailFolders/deleteditems/messages'));
    await bob.remove(path(binned?.id));
    expect(entries(await bob.get('/me/messages'))).toEqual([]);
  });
});

describe('V17: every mail that anybody sent is counted', () => {
  test('by SMTP, Graph and the service itself, with the person who caused it', async () => {
    const { simulator, ann, state } = setUp();
    await ann.post('/me/sendMail', { message: message(['bob@contoso.example', 'x@else.example']) });
    const raw =
      'From: CRM <crm@else.example>\r\nTo: ann@contoso.example\r\nSubject: Invitation\r\n\r\nHi\r\n';
    await receiveMime(
      state,
      { from: 'crm@else.example', to: ['ann@contoso.example', 'y@else.example'] },
      raw,
    );
    const { person, mailbox } = simulator.act('bob@contoso.example');
    sendInternalMail(state, {
      kind: 'invitation',
      tenantId: mailbox.tenantId,
      personId: person.id,
      to: [{ name: 'Ann', address: 'ann@contoso.example' }],
      subject: 'Meeting',
      html: '<p>Come</p>',
    });
    expect(
      listOutbox(state).map(({ via, kind, delivered, outside }) => ({ via, kind, delivered, outside })),
    ).toEqual([
      { via: 'graph', kind: 'message', delivered: ['bob@contoso.example'], outside: ['x@else.example'] },
      { via: 'smtp', kind: 'message', delivered: ['ann@contoso.example'], outside: ['y@else.example'] },
      { via: 'service', kind: 'invitation', delivered: ['ann@contoso.example'], outside: [] },
    ]);
    expect(listOutbox(state, { kind: 'invitation' })[0]?.personId).toBe(person.id);
    expect(listOutbox(state, { to: 'ann@contoso.example' })).toHaveLength(2);
    expect(listOutbox(state, { outsideOnly: true })).toHaveLength(2);
  });

  test('mail to somebody without a mailbox is outside', async () => {
    const { simulator, ann, state } = setUp();
    simulator.act('bob@contoso.example').person.hasMailbox = false;
    await ann.post('/me/sendMail', { message: message(['bob@contoso.example']) });
    expect(outsideMail(state, 'bob@contoso.example')).toHaveLength(1);
  });
});
