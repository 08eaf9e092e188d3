import { defineConfig } from 'vitest/config';

/** Names of test files tell what they need: `.test.ts` nothing, `.pg.test.ts` PostgreSQL, `.http.test.ts` the whole server, `.browser.test.ts` a browser. */
export default defineConfig({
  test: {
    include: ['{packages,apps,bench,e2e,simulation,tools}/**/*.test.{ts,tsx}'],
    // Both wait until a test asks for what they have: a run of pure tests starts neither PostgreSQL nor Chromium.
    globalSetup: ['packages/local-postgres/src/testing/global-setup.ts', 'e2e/global-setup.ts'],
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
