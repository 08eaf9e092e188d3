import { createTransport } from 'nodemailer';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mailer {
  /** @throws when the mail server does not take it: the job that sends is tried again. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** Sends through SMTP. Without a mail server every sending fails, loudly. */
export function createMailer(smtpUrl: string | null, from: string): Mailer {
  if (smtpUrl === null) {
    return {
      send: () => Promise.reject(new Error('No mail server is configured: set SMTP_URL.')),
      close: () => undefined,
    };
  }
  const transport = createTransport(smtpUrl);
  return {
    async send(mail) {
      await transport.sendMail({ from, ...mail });
    },
    close: () => transport.close(),
  };
}
