import type { Invitation, JoinRequest } from '@counterpart/crm';
import type { Letter } from '../mail/letter.ts';

/** What people are written on their way into an organisation. */

const unexpected = 'If you did not expect this mail, ignore it: nothing happens without you.';
const days = 'The link can be used once and is good for seven days.';
const onlyYours = 'Do not pass this mail on: the link in it is yours.';

export function invitationLetter(
  { name, invitedBy, directory }: Invitation,
  { organisation, url }: { readonly organisation: string; readonly url: string },
): Letter {
  const how =
    directory === null
      ? 'Open the link, choose a password or sign in with Microsoft, and accept the terms and conditions.'
      : `Open the link and sign in with Microsoft as ${directory.login}, then accept the terms and conditions.`;
  return {
    subject: `${invitedBy.name} invites you to ${organisation}`,
    greeting: greetingOf(name),
    paragraphs: [
      `${invitedBy.name} invites you to work in the CRM of ${organisation}.`,
      how,
      'If you have a CRM account under another address already, you can associate it there instead.',
    ],
    action: { label: 'Accept the invitation', url },
    notes: [days, onlyYours, unexpected],
  };
}

export function joinRequestLetter(
  { name, login, note }: JoinRequest,
  to: { readonly name: string },
  { organisation, url }: { readonly organisation: string; readonly url: string },
): Letter {
  return {
    subject: `${name} asks to join ${organisation}`,
    greeting: greetingOf(to.name),
    paragraphs: [
      `${name} (${login}) signed in with Microsoft and asks to join the CRM of ${organisation}.`,
      ...(note === null ? [] : [`They wrote: ${note}`]),
      'Open the link to choose a profile and approve, or to decline with a reason. It works for whoever holds the permission Manage Users.',
    ],
    action: { label: 'Answer the request', url },
    notes: [days],
  };
}

export function outcomeLetter(
  { name, state, reason }: JoinRequest,
  { organisation, url }: { readonly organisation: string; readonly url: string },
): Letter {
  const approved = state === 'approved';
  return {
    subject: approved ? `Welcome to ${organisation}` : `Your request to join ${organisation} was declined`,
    greeting: greetingOf(name),
    paragraphs: approved
      ? [`Your request to join the CRM of ${organisation} was approved. Sign in with Microsoft to begin.`]
      : [
          `Your request to join the CRM of ${organisation} was declined.`,
          ...(reason === null ? [] : [`The reason given: ${reason}`]),
        ],
    action: approved ? { label: 'Sign in', url } : null,
    notes: [],
  };
}

const greetingOf = (name: string): string => (name === '' ? 'Hello,' : `Hello ${name},`);
