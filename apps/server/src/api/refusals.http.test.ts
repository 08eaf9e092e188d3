import { Client } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../http/app.ts';
import { scopes } from '../http/scopes.ts';
import { entries, type Entry } from '../testing/matrix/entries.ts';
import { routesOf, withValue, type ApiDocument, type Route } from '../testing/matrix/routes.ts';
import { createThings, digestRows, type Things } from '../testing/matrix/things.ts';
import { startTestServer, type Answer, type TestPerson, type TestServer } from '../testing.ts';

const MEGABYTE = 1024 * 1024;
const routes = routesOf(await readDocument());

let server: TestServer;
let client: Client;
/** Of the profile Standard; a colleague of the same; somebody whose profile allows nothing; somebody who may do everything. */
let ann: TestPerson;
let nobody: TestPerson;
let administrator: TestPerson;
let own: { readonly colleague: Things; readonly nobody: Things; readonly stranger: Things };
const tokens = new Map<string, string>();

beforeAll(async () => {
  server = await startTestServer({ microsoft365: true });
  client = new Client(server.databaseUrl);
  await client.connect();
  const org = await server.organisation();
  const other = await server.organisation({ name: 'Åkesson', domain: 'akesson.example' });
  const third = await org.add('nobody', 'Nobody Allowed');
  [ann, nobody, administrator] = [org.ann, third, org.administrator];
  own = {
    colleague: await createThings(client, org, org.bob),
    nobody: await createThings(client, org, third),
    stranger: await createThings(client, other, other.ann),
  };
  await client.query('update memberships set profile_id = $1 where id = $2', [
    own.nobody.profile,
    third.membershipId,
  ]);
  for (const left of scopes) {
    const resource = left.split(':')[0] ?? '';
    const rest = scopes.filter((scope) =>
      left.endsWith(':read') ? !scope.startsWith(resource) : scope !== left,
    );
    const body = { name: `All but ${left}`, scopes: rest, lifetimeDays: 1 };
    tokens.set(left, (await administrator.api.post<{ token: string }>('/api/tokens', body)).token);
  }
}, 120_000);
afterAll(async () => {
  await client.end();
  await server.stop();
});

async function readDocument(): Promise<ApiDocument> {
  const given = () => {
    throw new Error('No service is asked for the document.');
  };
  const log = pino({ level: 'silent' });
  const options = { trustProxy: false, secure: false, pages: null, newRequestId: () => 'none' };
  const app = await buildApp({ given, log, ...options });
  const document: ApiDocument = (await app.inject('/api/openapi.json')).json();
  await app.close();
  return document;
}

const entryOf = ({ name }: Route): Entry => entries[name] ?? {};

/** The address with identifiers of somebody's things. */
function address(route: Route, things: Things | undefined): string {
  const { path = {} } = entryOf(route);
  return route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const thing = path[name];
    if (!route.idParameters.includes(name)) return name === 'kind' ? 'contact' : 'none';
    return things === undefined || thing === undefined ? 'no-identifier' : things[thing];
  });
}

function exampleOf(route: Route): unknown {
  if (route.example === undefined) return undefined;
  return { ...(route.example as object), ...entryOf(route).example };
}

function bodyOf(route: Route): unknown {
  if (entryOf(route).form !== true) return exampleOf(route);
  const form = new FormData();
  form.append('file', new Blob(['Last name,Subject\nBerg,Call\n']), 'records.csv');
  return form;
}

/** Asks and expects a refusal with this code, in the form of all problems, and not a row that is different afterwards. */
async function refused(
  status: number | number[],
  code: string | string[] | null,
  ask: () => Promise<Answer>,
): Promise<void> {
  const before = await digestRows(client);
  const answer = await ask();
  expect([status].flat(), JSON.stringify(answer.body)).toContain(answer.status);
  if (code !== null) expect([code].flat()).toContain((answer.body as { code?: string }).code);
  if (answer.status >= 400) {
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ status: answer.status, detail: expect.stringMatching(/./) });
  }
  expect(await digestRows(client)).toEqual(before);
}

const ask = (person: Pick<TestPerson, 'api'>, route: Route, things?: Things, body: unknown = bodyOf(route)) =>
  person.api.request(route.method, address(route, things), body);

const about = (title: string, chosen: Route[], act: (route: Route) => Promise<void>) =>
  describe(title, () => {
    for (const route of chosen) test(route.name, () => act(route));
  });
const signedIn = routes.filter((route) => route.signedIn);
const having = (choose: (entry: Entry) => unknown) =>
  routes.filter((route) => Boolean(choose(entryOf(route))));
const changing = routes.filter(({ method }) => method !== 'GET');

describe('R2, R4: the matrix of refusals', () => {
  test('has a line for each route of the document and none besides', () => {
    expect(Object.keys(entries).toSorted()).toEqual(routes.map(({ name }) => name).toSorted());
  });
  test('knows what every identifier in a path or a body names', () => {
    for (const route of routes) {
      const { path = {}, body = {} } = entryOf(route);
      expect(Object.keys(path).toSorted(), route.name).toEqual(route.idParameters.toSorted());
      expect(Object.keys(body).toSorted(), route.name).toEqual(route.idPlaces.toSorted());
    }
  });
  test('takes the routes that it calls open for open, and no others', () => {
    const unguarded = routes.filter((route) => !route.signedIn).map(({ name }) => name);
    expect(
      having(({ open }) => open)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(unguarded.toSorted());
  });
});

about('R4: without a session', signedIn, async (route) => {
  await refused(401, 'notSignedIn', () => ask({ api: server.anonymous() }, route, own.colleague));
});

about('R4: with a token that lacks the scope', signedIn, async (route) => {
  const token = tokens.get(route.scope ?? '') ?? tokens.get('contacts:read');
  if (route.scope === 'any' || token === undefined) {
    expect(route.name).toBe('GET /api/session');
    return;
  }
  const headers = { authorization: `Bearer ${token}`, 'x-counterpart': '' };
  const { method } = route;
  await refused(403, 'tokenScopeMissing', () =>
    server.anonymous().request(method, address(route, own.colleague), bodyOf(route), headers),
  );
});

about(
  'P1, R4: with a profile that lacks the permission',
  having(({ needs }) => needs),
  async (route) => {
    await refused(403, ['notAllowed', 'permissionMissing'], () => ask(nobody, route, own.nobody));
  },
);

about(
  "R2: another organisation's identifier in the path",
  having(({ path }) => path),
  async (route) => {
    const { status, code } = entryOf(route).unfound ?? { status: 404, code: 'notFound' };
    await refused(status, code, () => ask(administrator, route, own.stranger));
  },
);

about(
  "R1, R2: a colleague's, where ownership counts",
  having(({ owned }) => owned),
  async (route) => {
    await refused(404, 'notFound', () => ask(ann, route, own.colleague));
  },
);

about(
  "R2: another organisation's identifier in the body",
  having(({ body }) => body),
  async (route) => {
    for (const [place, thing] of Object.entries(entryOf(route).body ?? {})) {
      // A selection that finds nothing is none to be refused.
      const statuses = place.startsWith('selection.') ? [200] : [400, 403, 404, 409, 422];
      await refused(statuses, null, () =>
        ask(
          administrator,
          route,
          { ...own.colleague },
          withValue(exampleOf(route), place, own.stranger[thing]),
        ),
      );
    }
  },
);

about(
  'R4: an identifier that is none',
  having(({ path }) => path),
  async (route) => {
    await refused(400, 'invalidRequest', () => ask(administrator, route));
  },
);

about(
  'R4: a malformed body',
  routes.filter(({ example }) => example !== undefined),
  async (route) => {
    const headers = { 'content-type': 'application/json' };
    const path = address(route, own.colleague);
    await refused(400, 'invalidJson', () =>
      administrator.api.request(route.method, path, '{"half": ', headers),
    );
    await refused(400, 'invalidRequest', () => ask(administrator, route, own.colleague, ['nonsense']));
  },
);

about('R4: a body that is too large', changing, async (route) => {
  const form = entryOf(route).form === true;
  const body = form ? new FormData() : { nonsense: 'x'.repeat(MEGABYTE) };
  if (body instanceof FormData) body.append('file', new Blob(['x'.repeat(33 * MEGABYTE)]), 'records.csv');
  await refused(413, 'tooLarge', () => ask(administrator, route, own.colleague, body));
});

/** That what is refused above is not refused for its form: the same bodies pass the check of the schema. */
about(
  "R4: the document's examples",
  routes.filter(({ example }) => example !== undefined),
  async (route) => {
    const answer = await ask(administrator, route, own.colleague);
    expect(answer.status, JSON.stringify(answer.body)).not.toBe(400);
    expect(answer.status).toBeLessThan(500);
  },
);
