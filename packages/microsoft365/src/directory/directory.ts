import { z } from 'zod';
import { sendParts } from '../client/batch.ts';
import type { GraphClient } from '../client/client.ts';
import { query } from '../client/link.ts';
import { readPage } from '../client/paging.ts';
import { problemOf } from '../client/problem.ts';
import { channelProblem } from '../errors.ts';

const person = z.object({
  /** The person's object id: the key for everything (GRAPH 7). */
  id: z.string().min(1),
  displayName: z.string().nullish(),
  /** The login. It can change: never a key. */
  userPrincipalName: z.string(),
  mail: z.string().nullish(),
  jobTitle: z.string().nullish(),
  department: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
});

/** Somebody of the tenant's directory. */
export type DirectoryPerson = z.output<typeof person>;

export interface Organisation {
  /** The tenant's id. */
  readonly id: string;
  readonly displayName: string | null;
  readonly verifiedDomains: readonly string[];
}

export interface PeoplePage {
  readonly people: readonly DirectoryPerson[];
  /** Hand it over for the next page; null on the last one. */
  readonly next: string | null;
  /** How many match in all; on the first page only. */
  readonly total: number | null;
}

const organisation = z.object({
  id: z.string().min(1),
  displayName: z.string().nullish(),
  verifiedDomains: z.array(z.object({ name: z.string() })).nullish(),
});

const select = 'id,displayName,userPrincipalName,mail';
const details = `${select},jobTitle,department,accountEnabled,userType`;
/** Searching and counting the directory need it, on every page ("Advanced query capabilities on Microsoft Entra ID objects"). */
const advanced = { consistencylevel: 'eventual' } as const;

/** The tenant's people and the tenant itself. Each method throws `ChannelProblem` where the connection or the service is in trouble. */
export function createDirectory(client: GraphClient) {
  async function lookUp(path: string): Promise<DirectoryPerson | null> {
    const result = await client.send({ method: 'GET', path });
    if (!result.ok && result.status === 404) return null;
    if (!result.ok) throw problemOf(result);
    return understood(person, result.body);
  }

  return {
    /** Whom a delegated token belongs to. */
    async me(): Promise<DirectoryPerson> {
      const found = await lookUp(`/me${query({ $select: select })}`);
      if (found === null) throw channelProblem('mailboxMissing', 'The directory does not know the person.');
      return found;
    },
    async organisation(): Promise<Organisation> {
      const path = `/organization${query({ $select: 'id,displayName,verifiedDomains' })}`;
      const page = await readPage(client, path);
      if (!page.ok) throw problemOf(page);
      const { id, displayName, verifiedDomains } = understood(organisation, page.items[0]);
      return {
        id,
        displayName: displayName ?? null,
        verifiedDomains: (verifiedDomains ?? []).map(({ name }) => name),
      };
    },
    /** By login or object id; null: there is nobody of that name. */
    byLogin: (login: string) => lookUp(`/users/${encodeURIComponent(login)}${query({ $select: details })}`),
    /** People by object id, read together, 20 in a request; who is not there is missing. */
    async byIds(ids: readonly string[]): Promise<Map<string, DirectoryPerson>> {
      const paths = ids.map((id) => `/users/${encodeURIComponent(id)}${query({ $select: details })}`);
      const results = await sendParts(
        client,
        paths.map((path) => ({ method: 'GET', path })),
      );
      const found = results.flatMap((result) => {
        if (!result.ok && result.status === 404) return [];
        if (!result.ok) throw problemOf(result);
        return [understood(person, result.body)];
      });
      return new Map(found.map((one) => [one.id, one]));
    },
    /** A person's picture, as JPEG; null: they have none. */
    async photo(id: string): Promise<Uint8Array | null> {
      const path = `/users/${encodeURIComponent(id)}/photo/$value`;
      const result = await client.send({ method: 'GET', path });
      if (!result.ok && result.status === 404) return null;
      if (!result.ok) throw problemOf(result);
      return typeof result.body === 'string' ? Buffer.from(result.body, 'base64') : null;
    },
    /**
     * People in the order of their names, a page at a time.
     * @param options `search`: words of the name, the address or the login; `next`: from the page before, with which the search is not repeated.
     */
    async people(
      options: { search?: string | undefined; next?: string | null; pageSize?: number } = {},
    ): Promise<PeoplePage> {
      const { search, next, pageSize = 50 } = options;
      // It went through other hands: it may lead to the list of people and nowhere else.
      if (next && !next.startsWith('/users?')) throw new TypeError('This is no page of people');
      const page = await readPage(client, next ?? `/users${query(listing(search, pageSize))}`, {
        headers: advanced,
      });
      if (!page.ok) throw problemOf(page);
      return {
        people: page.items.map((item) => understood(person, item)),
        next: page.next ?? null,
        total: page.count ?? null,
      };
    },
  };
}

export type Directory = ReturnType<typeof createDirectory>;

function listing(search: string | undefined, pageSize: number): { [option: string]: string | number } {
  // Quotes and backslashes would end the clause.
  const words = search?.replaceAll(/["\\]/g, ' ').trim();
  const searched = ['displayName', 'mail', 'userPrincipalName']
    .map((name) => `"${name}:${words}"`)
    .join(' OR ');
  return {
    ...(words ? { $search: searched } : {}),
    $select: details,
    $orderby: 'displayName',
    $count: 'true',
    $top: pageSize,
  };
}

function understood<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (!read.success)
    throw channelProblem('unexpectedAnswer', 'The directory gave an entry that cannot be read.', {
      cause: read.error,
    });
  return read.data;
}
