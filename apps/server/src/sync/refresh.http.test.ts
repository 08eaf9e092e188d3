import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  DOMAIN,
  locationOf,
  signInAtMicrosoft,
  startTestServer,
  type TestOrganisation,
  type TestServer,
} from '../testing.ts';

let server: TestServer;
let org: TestOrganisation;
beforeAll(async () => {
  server = await startTestServer({ microsoft365: true });
  org = await server.organisation();
});
afterAll(() => server.stop());

/** A process of the product with Ann's authority. */
async function startCaller() {
  const { secretKeys, ...config } = server.running.services.config;
  const keys = secretKeys.map((key) => Buffer.from(key).toString('base64'));
  const caller = { config, secretKeys: keys, orgId: org.orgId, membershipId: org.ann.membershipId };
  const child = spawn(process.execPath, [fileURLToPath(new URL('./testing/caller.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The process ended.');
    return value;
  };
  child.stdin.write(`${JSON.stringify(caller)}\n`);
  expect(await read()).toBe('ready');
  return {
    call: () => {
      child.stdin.write('call\n');
      return read();
    },
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

const rounds = 1_000;

test('P5: two processes that refresh one token at the same instant, a thousand times: never signed out', async () => {
  const { simulator } = server.microsoft365;
  const { accessTokens, refreshTokens } = simulator.state.entra;
  const path = '/auth/microsoft?purpose=connect&returnTo=/setup';
  const back = await signInAtMicrosoft(org.ann.api, simulator, { path, as: `ann@${DOMAIN}` });
  expect(locationOf(back)).toBe('/setup');
  const callers = await Promise.all([startCaller(), startCaller()]);
  try {
    const wrong: string[] = [];
    const before = refreshTokens.size;
    for (let round = 0; round < rounds; round += 1) {
      // Both find their token refused at once, and only the newest refresh token still works: whoever keeps an older one is signed out.
      for (const token of accessTokens.values()) token.revoked = true;
      const newest = [...refreshTokens.values()].at(-1);
      for (const token of refreshTokens.values()) token.revoked = token !== newest;
      const answers = await Promise.all(callers.map((caller) => caller.call()));
      wrong.push(...answers.filter((answer) => answer !== 'ok'));
    }
    expect(wrong).toEqual([]);
    // One refresh at a time: whoever waited for it takes what the other brought.
    expect(refreshTokens.size - before).toBe(rounds);
  } finally {
    await Promise.all(callers.map((caller) => caller.stop()));
  }
}, 300_000);
