import { createTransport } from 'nodemailer';
import type { Config } from '../../config.ts';
import { note, ok, reasonOf, wrong, type Finding } from './finding.ts';

export async function examineMail({ smtpUrl }: Config): Promise<Finding> {
  const name = 'Mail';
  if (smtpUrl === null)
    return note(
      name,
      'not set up: nobody is invited, and nobody told when a sign-in lapses',
      'Set SMTP_URL and MAIL_FROM.',
    );
  const transport = createTransport(smtpUrl);
  try {
    await transport.verify();
    return ok(name, 'the mail server answers, and takes the credentials');
  } catch (error) {
    return wrong(name, reasonOf(error), 'Check SMTP_URL: address, port, user and password.');
  } finally {
    transport.close();
  }
}
