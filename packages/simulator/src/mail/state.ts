/** What the mail transport keeps. */
export type MailState = Record<never, never>;

export function emptyMailState(): MailState {
  return {};
}
