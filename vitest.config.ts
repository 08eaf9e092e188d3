import { defineConfig } from 'vitest/config';

/** Names of test files tell what they need: `.test.ts` nothing, `.pg.test.ts` PostgreSQL, `.http.test.ts` the whole server, `.browser.test.ts` a browser. */
export default defineConfig({
  test: {
    include: [
      'packages/**/*.test.ts',
      'apps/**/*.test.ts',
      'bench/**/*.test.ts',
      'e2e/**/*.test.ts',
      'tools/**/*.test.ts',
    ],
    globalSetup: ['packages/local-postgres/src/testing/global-setup.ts', 'e2e/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
