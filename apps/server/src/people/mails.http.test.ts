import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealLetter, sendQueuedMail } from '../mail/queued.ts';
import { startTestServer, until, type TestOrganisation, type TestServer } from '../testing.ts';
import { invite, inviteOne, outsideOf, type Outside } from '../testing/people.ts';

let server: TestServer;
let org: TestOrganisation;
let outside: Outside;

const LIMIT = 12;

beforeAll(async () => {
  server = await startTestServer({
    microsoft365: true,
    people: ['admin'],
    config: { invitationsPerHour: LIMIT },
  });
  org = await server.organisation();
  outside = outsideOf(server);
});
afterAll(() => server.stop());

const admin = () => org.administrator.api;
const mailOf = async (invitationId: string) => {
  const [row] = await outside.sql('select * from mails where about = $1 order by created_at desc', [
    invitationId,
  ]);
  return row;
};
const sent = (invitationId: string) =>
  until(
    () => mailOf(invitationId),
    (row) => row?.['state'] === 'sent',
  );

describe('U8: one mail each, whatever happens', () => {
  test('is kept sealed until it is sent, and then only that it was', async () => {
    const id = await inviteOne(admin(), { email: 'sealed@elsewhere.example' });
    const mail = await outside.mail('sealed@elsewhere.example');
    const row = await sent(id);
    expect(row).toMatchObject({ sealed: null, kind: 'invitation', recipient: 'sealed@elsewhere.example' });
    expect(mail.internetMessageId).toBe(row?.['message_id']);
    const jobs = await outside.sql('select payload::text as payload from graphile_worker._private_jobs');
    expect(JSON.stringify(jobs)).not.toContain('elsewhere.example');
  });

  test('a job that comes again, and two at once, send nothing more', async () => {
    const id = await inviteOne(admin(), { email: 'doubled@elsewhere.example' });
    const row = await sent(id);
    const key = { orgId: org.orgId, id: String(row?.['id']) };
    const { services } = server.running;
    const again = () => Promise.all([1, 2, 3].map(() => sendQueuedMail(services, key)));
    await again();
    expect(await outside.mailsTo('doubled@elsewhere.example')).toHaveLength(1);
    // As it was before it was sent.
    const letter = { subject: 'S', greeting: 'G', paragraphs: [], action: null, notes: [] };
    const { sealed } = sealLetter(services, letter, key.id);
    await outside.sql("update mails set state = 'queued', sealed = $1 where id = $2", [sealed, key.id]);
    await again();
    expect(await outside.mailsTo('doubled@elsewhere.example')).toHaveLength(2);
  });

  test('what was revoked before it was sent is not sent', async () => {
    const id = await inviteOne(admin(), { email: 'cancelled@elsewhere.example' });
    await sent(id);
    await outside.sql("update mails set state = 'queued', sealed = 'x' where about = $1", [id]);
    await admin().post(`/api/invitations/${id}/revoke`);
    expect(await mailOf(id)).toMatchObject({ state: 'cancelled', sealed: null });
  });

  test('limits: five to one address, and so many of an organisation, within an hour', async () => {
    const id = await inviteOne(admin(), { email: 'flooded@elsewhere.example' });
    for (let times = 1; times < 5; times += 1) await admin().post(`/api/invitations/${id}/resend`);
    const sixth = await admin().request('POST', `/api/invitations/${id}/resend`);
    expect(sixth).toMatchObject({ status: 429, body: { code: 'tooManyInvitations' } });
    const left = LIMIT - (await outside.sql("select from mails where kind = 'invitation'")).length;
    const people = Array.from({ length: left + 2 }, (_, n) => ({ email: `many${n}@elsewhere.example` }));
    const outcomes = await invite(admin(), people);
    expect(outcomes.map(({ code }) => code)).toEqual([
      ...Array<undefined>(left).fill(undefined),
      'tooManyInvitations',
      'tooManyInvitations',
    ]);
    await outside.sql("update mails set created_at = created_at - interval '1 hour'");
    expect(await invite(admin(), [{ email: 'later@elsewhere.example' }])).toMatchObject([
      { outcome: 'invited' },
    ]);
  });
});

describe('a mail server that is away, or refuses', () => {
  test('is tried again with the same Message-ID until it takes the mail; a refusal for good is shown', async () => {
    const smtp = await flakySmtp();
    const away = await startTestServer({ config: { smtpUrl: smtp.url, logLevel: 'silent' } });
    try {
      const own = await away.organisation();
      const seen = outsideOf(away);
      const { api } = own.administrator;
      const id = await inviteOne(api, { email: 'patient@elsewhere.example' });
      const refusedId = await inviteOne(api, { email: 'nobody@elsewhere.example' });
      type Invitations = { items: { id: string; mail: { state: string; problem: string | null } }[] };
      const mails = async () =>
        new Map((await api.get<Invitations>('/api/invitations')).items.map((one) => [one.id, one.mail]));
      const failed = await until(mails, (found) => found.get(refusedId)?.state === 'failed');
      expect(failed.get(refusedId)?.problem).toContain('no such mailbox');
      const waiting = await until(mails, (found) => found.get(id)?.problem != null);
      expect(waiting.get(id)).toMatchObject({ state: 'queued' });
      smtp.accept();
      // The queue waits longer after each failure: here it is told not to.
      await seen.sql('update graphile_worker._private_jobs set run_at = now()');
      const done = await until(mails, (found) => found.get(id)?.state === 'sent');
      expect(done.get(id)).toMatchObject({ problem: null });
      const ids = smtp.messageIds();
      expect(ids).toHaveLength(1);
      const [row] = await seen.sql('select message_id from mails where about = $1', [id]);
      expect(ids).toEqual([row?.['message_id']]);
    } finally {
      await away.stop();
      await smtp.close();
    }
  });

  test('without a mail server nobody is invited, and it is said', async () => {
    const silent = await startTestServer();
    try {
      const { administrator } = await silent.organisation();
      const { items } = await administrator.api.get<{ items: { id: string }[] }>('/api/profiles');
      const body = { profileId: items[0]?.id, people: [{ email: 'x@elsewhere.example' }] };
      expect(await administrator.api.request('POST', '/api/invitations', body)).toMatchObject({
        status: 501,
        body: { code: 'mailNotConfigured' },
      });
    } finally {
      await silent.stop();
    }
  });
});

/** A mail server that has trouble until it is told otherwise, and knows no mailbox "nobody". */
async function flakySmtp() {
  let accepting = false;
  const messages: string[] = [];
  const server: Server = createServer((socket) => {
    let data: string | null = null;
    socket.on('error', () => undefined);
    socket.write('220 flaky\r\n');
    socket.on('data', (bytes) => {
      for (const line of bytes.toString().split('\r\n')) {
        if (data !== null) {
          if (line === '.') {
            messages.push(data);
            data = null;
            socket.write('250 taken\r\n');
          } else data += `${line}\r\n`;
          continue;
        }
        if (line === '') continue;
        if (/^rcpt to:<nobody@/i.test(line)) socket.write('550 no such mailbox\r\n');
        else if (/^rcpt/i.test(line)) socket.write(accepting ? '250 ok\r\n' : '451 try later\r\n');
        else if (/^data/i.test(line)) {
          data = '';
          socket.write('354 go on\r\n');
        } else if (/^quit/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `smtp://127.0.0.1:${port}?ignoreTLS=true`,
    accept: () => {
      accepting = true;
    },
    messageIds: () => messages.map((text) => /^Message-ID: (<[^>]+>)/im.exec(text)?.[1]),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
