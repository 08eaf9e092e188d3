import { findPersonAnywhere, type SentMail } from '@counterpart/simulator';
import { Client } from 'pg';
import { DOMAIN, signInAtMicrosoft, until, type ApiClient, type TestServer } from '../testing.ts';

/** What people on their way into an organisation see and do, from outside: their mails, their browser, Microsoft's pages. */
export function outsideOf(server: TestServer) {
  const control = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const answer = await fetch(`${server.microsoft365.origin}/_control${path}`, {
      headers: { 'content-type': 'application/json' },
      ...init,
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  };
  const mailsTo = async (address: string): Promise<SentMail[]> => {
    const { mails } = await control<{ mails: SentMail[] }>('/outbox');
    const to = address.toLowerCase();
    return mails.filter(({ delivered, outside }) => delivered.includes(to) || outside.includes(to));
  };
  return {
    control,
    mailsTo,
    /** The mail number `number` to an address, of those with a subject where one is named, once it has come. */
    async mail(address: string, number = 1, subject?: string): Promise<SentMail> {
      const mails = await until(
        async () =>
          (await mailsTo(address)).filter((mail) => subject === undefined || mail.subject === subject),
        (found) => found.length >= number,
      );
      const mail = mails[number - 1];
      if (mail === undefined) throw new Error('The mail is gone.');
      return mail;
    },
    /** Shows Microsoft who somebody is, without signing in here. */
    visit: (login: string, api: ApiClient = server.anonymous()) => at(login, visitPath, api),
    /** Signs in with Microsoft; answers where that leads. */
    signIn: (login: string, api: ApiClient = server.anonymous()) => at(login, signInPath, api),
    /** An administrator of the tenant connects the organisation that they are signed in to (P6). */
    connect: (api: ApiClient) => at('admin', consentPath, api),
    /** Opens the CRM's tile in the app launcher. */
    launch: (login: string, api: ApiClient = server.anonymous()) => at(login, '/launch', api),
    person: (login: string) => personOf(server, login),
    /** What only time does otherwise. */
    async sql(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
      const client = new Client({ connectionString: server.databaseUrl });
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(text, values)).rows;
      } finally {
        await client.end();
      }
    },
  };

  async function at(login: string, path: string, api: ApiClient) {
    const as = login.includes('@') ? login : `${login}@${DOMAIN}`;
    const answer = await signInAtMicrosoft(api, server.microsoft365.simulator, { path, as });
    return { api, landed: answer.headers.get('location') ?? '' };
  }
}

export type Outside = ReturnType<typeof outsideOf>;

const consentPath = '/auth/microsoft?purpose=adminConsent&returnTo=/setup';
const visitPath = '/auth/microsoft?purpose=visit&returnTo=/invitation';
const signInPath = '/auth/microsoft?purpose=signIn&returnTo=/';

function personOf(server: TestServer, login: string) {
  const as = login.includes('@') ? login : `${login}@${DOMAIN}`;
  const found = findPersonAnywhere(server.microsoft365.simulator.state, as);
  if (found === null) throw new Error(`Nobody is called ${as}.`);
  return found.person;
}

/** The secret in the link of a mail. */
export function tokenIn({ text }: Pick<SentMail, 'text'>): string {
  const token = /#(?:request=)?([\w-]{60,})/.exec(text ?? '')?.[1];
  if (token === undefined) throw new Error(`There is no link in: ${text}`);
  return token;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** The id of a profile by its name. */
export async function profileId(api: ApiClient, name = 'Standard'): Promise<string> {
  const { items } = await api.get<{ items: Named[] }>('/api/profiles');
  const found = items.find((profile) => profile.name === name);
  if (found === undefined) throw new Error(`There is no profile ${name}.`);
  return found.id;
}

export interface Outcome {
  readonly outcome: 'invited' | 'refused';
  readonly email: string;
  readonly code?: string;
  readonly detail?: string;
  readonly invitation?: { readonly id: string; readonly state: string };
}

/** Invites people with the profile Standard. */
export async function invite(api: ApiClient, people: readonly object[]): Promise<Outcome[]> {
  const body = { profileId: await profileId(api), people };
  return (await api.post<{ outcomes: Outcome[] }>('/api/invitations', body)).outcomes;
}

/** The id of the invitation of the only person invited. */
export async function inviteOne(api: ApiClient, person: object): Promise<string> {
  const [outcome] = await invite(api, [person]);
  if (outcome?.invitation === undefined) throw new Error(`Not invited: ${JSON.stringify(outcome)}`);
  return outcome.invitation.id;
}

export const termsVersion = async (api: ApiClient): Promise<string> =>
  (await api.get<{ version: string }>('/api/terms')).version;
