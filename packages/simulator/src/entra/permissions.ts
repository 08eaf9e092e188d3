/** What a person reads on the consent page, and whether only an administrator may grant it (delegated). */
type Permission = { sentence: string; adminOnly?: true };

/** Scopes of OpenID Connect: always allowed, never part of an access token for Graph. */
export const IDENTITY_SCOPES = ['openid', 'profile', 'email', 'offline_access'];

/** Delegated permissions of Graph that the simulator knows (Microsoft Graph permissions reference). */
export const DELEGATED: Record<string, Permission> = {
  openid: { sentence: 'Sign you in' },
  profile: { sentence: 'View your basic profile' },
  email: { sentence: 'View your email address' },
  offline_access: { sentence: 'Maintain access to data you have given it access to' },
  'User.Read': { sentence: 'Sign you in and read your profile' },
  'User.ReadBasic.All': { sentence: "Read all users' basic profiles" },
  'User.Read.All': { sentence: "Read all users' full profiles", adminOnly: true },
  'User.Invite.All': { sentence: 'Invite guest users to the organization', adminOnly: true },
  'Directory.Read.All': { sentence: 'Read directory data', adminOnly: true },
  'Organization.Read.All': { sentence: 'Read organization information', adminOnly: true },
  'Calendars.ReadBasic': { sentence: 'Read basic details of your calendars' },
  'Calendars.Read': { sentence: 'Read your calendars' },
  'Calendars.ReadWrite': { sentence: 'Have full access to your calendars' },
  'Contacts.Read': { sentence: 'Read your contacts' },
  'Contacts.ReadWrite': { sentence: 'Have full access to your contacts' },
  'Tasks.Read': { sentence: 'Read your tasks' },
  'Tasks.ReadWrite': { sentence: 'Create, read, update and delete your tasks' },
  'Mail.ReadBasic': { sentence: 'Read basic details of your mail' },
  'Mail.Read': { sentence: 'Read your mail' },
  'Mail.ReadWrite': { sentence: 'Read and write access to your mail' },
  'Mail.Send': { sentence: 'Send mail as you' },
  'MailboxSettings.Read': { sentence: 'Read your mailbox settings' },
  'MailboxSettings.ReadWrite': { sentence: 'Read and write to your mailbox settings' },
};

/** Application permissions (roles); all need an administrator. */
export const APPLICATION: Record<string, Permission> = {
  'User.Read.All': { sentence: "Read all users' full profiles" },
  'User.ReadBasic.All': { sentence: "Read all users' basic profiles" },
  'User.Invite.All': { sentence: 'Invite guest users to the organization' },
  'Directory.Read.All': { sentence: 'Read directory data' },
  'Organization.Read.All': { sentence: 'Read organization information' },
  'Calendars.Read': { sentence: 'Read calendars in all mailboxes' },
  'Calendars.ReadWrite': { sentence: 'Read and write calendars in all mailboxes' },
  'Contacts.Read': { sentence: 'Read contacts in all mailboxes' },
  'Contacts.ReadWrite': { sentence: 'Read and write contacts in all mailboxes' },
  'Tasks.Read.All': { sentence: "Read all users' tasks and task lists" },
  'Tasks.ReadWrite.All': { sentence: "Read and write all users' tasks and task lists" },
  'Mail.Read': { sentence: 'Read mail in all mailboxes' },
  'Mail.ReadWrite': { sentence: 'Read and write mail in all mailboxes' },
  'Mail.Send': { sentence: 'Send mail as any user' },
  'MailboxSettings.Read': { sentence: 'Read all user mailbox settings' },
};

/** All delegated permissions of Graph, without those of OpenID Connect. */
export const GRAPH_SCOPES = Object.keys(DELEGATED).filter((name) => !IDENTITY_SCOPES.includes(name));

const CANONICAL = new Map(Object.keys(DELEGATED).map((name) => [name.toLowerCase(), name]));

export type ParsedScopes =
  { ok: true; scopes: string[]; useDefault: boolean } | { ok: false; unknownScope: string };

/**
 * Space-separated scopes, in any case, with or without the resource in front (`https://graph.microsoft.com/User.Read`).
 * `<resource>/.default` is answered as `useDefault`.
 */
export function parseScopes(text: string): ParsedScopes {
  const scopes = new Set<string>();
  let useDefault = false;
  for (const written of text.split(/\s+/).filter(Boolean)) {
    const name = written.slice(written.lastIndexOf('/') + 1);
    const known = CANONICAL.get(name.toLowerCase());
    if (name === '.default') useDefault = true;
    else if (known === undefined) return { ok: false, unknownScope: written };
    else scopes.add(known);
  }
  return { ok: true, scopes: [...scopes], useDefault };
}
