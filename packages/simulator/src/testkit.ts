import { manualClock, type ManualClock } from './clock.ts';
import { issueAccessToken } from './entra/tokens.ts';
import { seededRandom } from './random.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';
import { findPersonAnywhere, type PersonSeed } from './state/people.ts';
import type { Json, JsonObject } from './state/types.ts';

export const START_MS = Date.parse('2026-03-02T09:00:00Z');
export const GRAPH = 'http://graph.test/v1.0';

export const PEOPLE: PersonSeed[] = [
  {
    userPrincipalName: 'ann@contoso.example',
    displayName: 'Ann Archer',
    properties: { givenName: 'Ann', surname: 'Archer' },
  },
  {
    userPrincipalName: 'bob@contoso.example',
    displayName: 'Bob Baker',
    properties: { givenName: 'Bob', surname: 'Baker' },
  },
];

const SCOPES = ['User.Read', 'Contacts.ReadWrite'];

export type Answer = { status: number; headers: Headers; body: JsonObject };

/** Calls Graph as one person (or app) would. Paths are below `/v1.0`, or whole links. */
export type TestClient = {
  token: string;
  call(method: string, path: string, body?: Json, headers?: Record<string, string>): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body: Json, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body: Json, headers?: Record<string, string>): Promise<Answer>;
  remove(path: string, headers?: Record<string, string>): Promise<Answer>;
};

export type TestTenant = {
  simulator: Simulator;
  clock: ManualClock;
  client: (person: string, options?: { scopes?: string[]; appId?: string }) => TestClient;
  /** An application on its own. */
  app: (roles: string[]) => TestClient;
};

/** A tenant with Ann and Bob, in virtual time. */
export function testTenant(options: Partial<SimulatorOptions> = {}): TestTenant {
  const clock = manualClock(START_MS);
  const simulator = createSimulator({ clock, random: seededRandom(7), people: PEOPLE, ...options });
  const { state } = simulator;

  function clientWith(token: string): TestClient {
    const call: TestClient['call'] = async (method, path, body, headers) => {
      const url = path.startsWith('http') ? path : `${GRAPH}${path}`;
      const response = await simulator.fetch(
        new Request(url, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === '' ? {} : (JSON.parse(text) as JsonObject),
      };
    };
    return {
      token,
      call,
      get: (path, headers) => call('GET', path, undefined, headers),
      post: (path, body, headers) => call('POST', path, body, headers),
      patch: (path, body, headers) => call('PATCH', path, body, headers),
      remove: (path, headers) => call('DELETE', path, undefined, headers),
    };
  }

  return {
    simulator,
    clock,
    client(name, { scopes = SCOPES, appId = 'test-app' } = {}) {
      const found = findPersonAnywhere(state, name);
      if (found === null) throw new Error(`nobody is called ${name}`);
      const { tenant, person } = found;
      return clientWith(
        issueAccessToken(state, {
          tenantId: tenant.id,
          personId: person.id,
          appId,
          scopes,
          expiresInS: 30 * 24 * 3600,
        }),
      );
    },
    app(roles) {
      const [tenant] = state.tenants.values();
      return clientWith(
        issueAccessToken(state, { tenantId: tenant?.id ?? '', personId: null, appId: 'test-app', roles }),
      );
    },
  };
}

/** `value` of a collection. */
export function entries(answer: Answer): JsonObject[] {
  return answer.body['value'] as JsonObject[];
}

export function text(body: JsonObject, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw new Error(`${name} is not text`);
  return value;
}

export function errorCode(answer: Answer): Json | undefined {
  return (answer.body['error'] as JsonObject | undefined)?.['code'];
}

/** Follows nextLinks to the deltaLink. */
export async function readRound(
  client: TestClient,
  start: string,
  headers?: Record<string, string>,
): Promise<{ entries: JsonObject[]; pages: number; deltaLink: string }> {
  const all: JsonObject[] = [];
  let link = start;
  for (let pages = 1; ; pages++) {
    const answer = await client.get(link, headers);
    if (answer.status !== 200) throw new Error(`delta answered ${answer.status}`);
    all.push(...entries(answer));
    const next = answer.body['@odata.nextLink'];
    if (typeof next !== 'string')
      return { entries: all, pages, deltaLink: text(answer.body, '@odata.deltaLink') };
    link = next;
  }
}
