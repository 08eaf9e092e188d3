import { createTransport } from 'nodemailer';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** With its angle brackets: the same at each attempt. */
  readonly messageId?: string;
}

export interface Mailer {
  /** @throws when the mail server does not take it: the job that sends is tried again. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** Sends through SMTP. Without a mail server every sending fails, loudly. */
export function createMailer(smtpUrl: string | null, from: string): Mailer {
  if (smtpUrl === null) {
    return {
      send: () => Promise.reject(new Error('No mail server is configured: set SMTP_URL.')),
      close: () => undefined,
    };
  }
  // A job holds a transaction meanwhile: a server that says nothing is soon given up, and tried again later.
  const transport = createTransport({ url: smtpUrl, ...timeouts });
  return {
    async send(mail) {
      await transport.sendMail({ from, ...mail });
    },
    close: () => transport.close(),
  };
}

/** Whether the mail server refused for good (RFC 5321: 5yz), so that trying again is of no use: no mailbox of that name, for one. */
export function isRefusedForGood(error: unknown): error is Error & { responseCode: number } {
  if (!(error instanceof Error) || !('responseCode' in error)) return false;
  const { responseCode } = error;
  // 530, 534, 535: our own sign-in at the server fails, which its administrator can put right.
  return typeof responseCode === 'number' && responseCode >= 550 && responseCode < 560;
}
