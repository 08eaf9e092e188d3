import type { InvitationLook } from '../api/types.ts';

export interface InvitationProps {
  look: InvitationLook;
  /** Of the mail's link; null: found by the Microsoft sign-in. */
  token: string | null;
}

/** The login that Microsoft must show. */
export const invitedAs = ({ login, email }: InvitationLook): string => login ?? email;
