/** What the mail transport keeps: everything that anybody sent, oldest first. */
export type MailState = { outbox: SentMail[] };

export type Address = { name: string; address: string };

/** Why a mail was sent. Everything but `message` and `smtp` was sent by the service itself on somebody's behalf. */
export type MailKind = 'message' | 'invitation' | 'update' | 'cancellation' | 'response' | 'notice';

/** A mail as it was written. */
export type MailContent = {
  from: Address;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  replyTo: Address[];
  subject: string;
  /** At least one of the two is not null. */
  html: string | null;
  text: string | null;
  importance: 'low' | 'normal' | 'high';
  attachments: Attachment[];
  /** `Message-ID` with its angle brackets; null: one is made. */
  internetMessageId: string | null;
};

export type Attachment = { name: string; contentType: string; sizeBytes: number; contentBase64: string };

/** One mail that left somebody's hands, whether or not it arrived here. */
export type SentMail = MailContent & {
  id: string;
  kind: MailKind;
  via: 'graph' | 'smtp' | 'service';
  sentAtMs: number;
  /** Who caused it, when that is a person of a tenant. */
  personId: string | null;
  /** Addresses that it was sent to, in lower case: those with a mailbox here, and the others. */
  delivered: string[];
  outside: string[];
};

export function emptyMailState(): MailState {
  return { outbox: [] };
}
