/**
 * Which room may import which (ARCHITECTURE.md, "Rooms"). A rule names the room it guards and what is out of bounds;
 * tests may also reach the rooms that exist for them: the simulator, the local PostgreSQL and e2e.
 */

const TESTS = '\\.test\\.tsx?$|/(testing|acceptance)/|/testing\\.ts$|^(e2e|simulation)/';
const OUTSIDE_OWN_ROOM = '^(packages|apps|bench|e2e|simulation|tools)/';

/** A room and what it may import of ours, as patterns of paths; its own files always. */
function room(name, own, allowed) {
  return {
    name,
    comment: `${own} imports nothing of ours but: ${allowed.join(', ') || 'nothing'}.`,
    severity: 'error',
    from: { path: `^${own}/`, pathNot: TESTS },
    to: { path: OUTSIDE_OWN_ROOM, pathNot: [own, ...allowed].map((path) => `^${path}/`) },
  };
}

const SIMULATOR = 'packages/simulator';
const LOCAL_POSTGRES = 'packages/local-postgres';
const ENGINE = 'packages/engine';

module.exports = {
  forbidden: [
    room('engine-imports-nothing', ENGINE, []),
    room('microsoft365-imports-engine', 'packages/microsoft365', [ENGINE]),
    room('crm-imports-engine', 'packages/crm', [ENGINE]),
    room('simulator-imports-nothing', SIMULATOR, []),
    room('local-postgres-imports-nothing', LOCAL_POSTGRES, []),
    room('server-imports-all-but-simulator', 'apps/server', [
      ENGINE,
      'packages/microsoft365',
      'packages/crm',
      'apps/server/src/demo',
      // Only its demo may start these two; the next rule says so.
      SIMULATOR,
      LOCAL_POSTGRES,
    ]),
    {
      name: 'only-the-demo-starts-simulator-and-postgres',
      comment: 'In production Microsoft 365 and PostgreSQL are the real ones.',
      severity: 'error',
      from: { path: '^apps/server/', pathNot: [TESTS, '^apps/server/src/demo/'] },
      to: { path: `^(${SIMULATOR}|${LOCAL_POSTGRES})/` },
    },
    room('web-imports-types-of-the-api', 'apps/web', []),
    {
      name: 'tests-keep-to-rooms',
      comment:
        'A test of one room may use the simulator, the local PostgreSQL and e2e beside what its room may import; the simulator stays apart.',
      severity: 'error',
      from: { path: `^(${SIMULATOR}|${LOCAL_POSTGRES})/.*\\.test\\.ts$` },
      to: { path: OUTSIDE_OWN_ROOM, pathNot: [`^${SIMULATOR}/`, `^${LOCAL_POSTGRES}/`, '^e2e/'] },
    },
    {
      name: 'production-imports-no-test',
      comment: 'What exists for tests is not shipped.',
      severity: 'error',
      from: { pathNot: [TESTS, '^bench/'] },
      to: { path: TESTS, pathNot: 'node_modules' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that import each other cannot be understood apart.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-development-packages-in-production',
      comment: 'It would be missing after npm ci --omit=dev.',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: [TESTS, '^apps/server/src/demo/', '^apps/web/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'every-import-is-found',
      comment:
        'Also the proof that these rules see the code: an import that is not understood guards nothing.',
      severity: 'error',
      from: {},
      // Types only: there is no file to run, and the compiler finds it.
      to: { couldNotResolve: true, pathNot: '^@microsoft/microsoft-graph-types$' },
    },
    {
      name: 'packages-are-declared',
      comment: 'A package that package.json does not name is there by accident.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    // Sees imports of types too: a room must not know another's types either.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(apps|packages)/[^/]+/dist/' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
