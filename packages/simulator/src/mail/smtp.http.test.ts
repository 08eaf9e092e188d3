import { createTransport } from 'nodemailer';
import { afterEach, expect, test } from 'vitest';
import { testTenant } from '../testkit.ts';
import { listOutbox } from './outbox.ts';
import { listenSmtp, type SmtpListener } from './smtp.ts';

let smtp: SmtpListener | undefined;
afterEach(() => smtp?.close());

test('a mail that a program sends by SMTP arrives in the mailbox, with its HTML and attachment', async () => {
  const { simulator } = testTenant();
  smtp = await listenSmtp(simulator.state, { port: 0 });
  const transport = createTransport({
    host: '127.0.0.1',
    port: smtp.port,
    secure: false,
    auth: { user: 'crm', pass: 'any' },
  });
  await transport.sendMail({
    from: '"Counterpart" <crm@counterpart.example>',
    to: 'ann@contoso.example, carl@else.example',
    bcc: 'bob@contoso.example',
    subject: 'Invitation für Ann',
    html: '<p>Open <a href="https://crm.example/i/1">this link</a></p>',
    attachments: [{ filename: 'a.txt', content: 'abc' }],
  });
  transport.close();

  const { body } = await simulator.act('ann@contoso.example').call('GET', '/mailFolders/inbox/messages');
  expect(body).toMatchObject({
    value: [
      {
        subject: 'Invitation für Ann',
        hasAttachments: true,
        bodyPreview: 'Open this link',
        from: { emailAddress: { name: 'Counterpart', address: 'crm@counterpart.example' } },
      },
    ],
  });
  expect(JSON.stringify(body)).not.toContain('bob@contoso.example');
  expect(listOutbox(simulator.state)).toMatchObject([
    {
      via: 'smtp',
      delivered: ['ann@contoso.example', 'bob@contoso.example'],
      outside: ['carl@else.example'],
    },
  ]);
});

test('a taken port is an error', async () => {
  const { simulator } = testTenant();
  smtp = await listenSmtp(simulator.state, { port: 0 });
  await expect(listenSmtp(simulator.state, { port: smtp.port })).rejects.toThrow('EADDRINUSE');
});
