import { parseArgs } from 'node:util';
import { readCase } from './cases.ts';
import { Coverage } from './coverage.ts';
import { drawPlan } from './draw.ts';
import { broken, invariantsOf, shrunk } from './failures.ts';
import { playPlan } from './history.ts';
import { kindNames } from './kinds/index.ts';
import { showCoverage } from './show-coverage.ts';
import type { Violation } from './oracles.ts';
import { plantedTable } from './planted-table.ts';
import { playTier0 } from './tier0.ts';

const usage = `Usage: npm run simulate -- [--tier T] [--kind K] [--runs N] [--seed S] [--json]
  --tier 0     decision table and merge, pure
  --tier 1     whole histories in one process and virtual time (default)
  --tier 2     the real worker process, PostgreSQL and the tenant over HTTP, with kill -9
  --kind K     ${kindNames.join(', ')} in tier 1; default: contact
  --runs N     how many seeds to play (default 1000)
  --seed S     the first seed (default 1)
  --json       one JSON document: runs, violations, seconds, failures [{seed, invariant, what, replay}]
  --shrink     reduces the failing history of --seed and prints it as a case for simulation/cases
  --case FILE  replays a case
  --coverage   plays the runs and prints what was seen, and the empty cells
  --planted    instead: how many seeds it takes to find each bug that was planted on purpose
  --stories    in tier 2: each story with a kill after every statement and request, instead of random histories`;

interface Failure {
  readonly seed: number;
  readonly invariant: string;
  readonly what: string;
  readonly replay: string;
}

type Player = (seed: number, kind: string) => Promise<Violation[]>;

const players: { readonly [tier: string]: Player } = {
  0: (seed) => Promise.resolve(playTier0(seed)),
  1: (seed, kind) => broken(drawPlan(seed, kind)),
};

const { values } = parseArgs({
  options: {
    tier: { type: 'string', default: '1' },
    runs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    kind: { type: 'string', default: 'contact' },
    case: { type: 'string' },
    shrink: { type: 'boolean', default: false },
    coverage: { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
    stories: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  const [runs, first] = [Number(values.runs ?? (values.tier === '2' ? 10 : 1000)), Number(values.seed)];
  const isSound =
    ['0', '1', '2'].includes(values.tier) &&
    kindNames.includes(values.kind) &&
    Number.isSafeInteger(runs) &&
    runs >= 1 &&
    Number.isSafeInteger(first);
  if (values.help || !isSound) {
    process.stderr.write(`${usage}\n`);
    return values.help ? 0 : 2;
  }
  if (values.case !== undefined) return replayCase(values.case);
  if (values.planted) return showPlanted(runs);
  if (values.shrink) return showShrunk(first);
  if (values.coverage) return coverageOf(first, runs);
  const startedAt = performance.now();
  const { runs: played, failures } =
    values.tier === '2' ? await tier2(first, runs) : { runs, failures: await inProcess(first, runs) };
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  const violations = new Set(failures.map((failure) => failure.seed)).size;
  if (values.json)
    print(
      JSON.stringify({
        tier: Number(values.tier),
        kind: values.tier === '1' ? values.kind : undefined,
        seed: first,
        runs: played,
        violations,
        seconds,
        failures: failures.slice(0, 100),
      }),
    );
  else {
    for (const failure of failures.slice(0, 20))
      print(`seed ${failure.seed}: ${failure.invariant} ${failure.what}\n  replay: ${failure.replay}`);
    print(`${played} runs, ${violations} with violations, ${seconds} s`);
  }
  return violations === 0 ? 0 : 1;
}

const print = (line: string) => void process.stdout.write(`${line}\n`);

async function inProcess(first: number, runs: number): Promise<Failure[]> {
  const failures: Failure[] = [];
  const player = players[values.tier];
  if (!player) return failures;
  for (let seed = first; seed < first + runs; seed += 1) {
    for (const violation of await player(seed, values.kind))
      failures.push({ seed, ...violation, replay: command(seed) });
    if ((seed - first + 1) % 10_000 === 0) process.stderr.write(`${seed - first + 1} of ${runs}\n`);
  }
  return failures;
}

const command = (seed: number): string =>
  `npm run simulate -- --tier ${values.tier}${values.tier === '1' ? ` --kind ${values.kind}` : ''} --runs 1 --seed ${seed}`;

/** Loaded only when it is asked for: it needs the whole product. */
async function tier2(first: number, runs: number): Promise<{ runs: number; failures: Failure[] }> {
  const { playTier2 } = await import('./tier2/command.ts');
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const played = await playTier2({ first, runs, allStories: values.stories, say });
  return {
    runs: played.runs,
    failures: played.failures.map(({ seed, violation, replay }) => ({ seed, ...violation, replay })),
  };
}

async function replayCase(path: string): Promise<number> {
  const { violations, lines } = await playPlan(readCase(path).plan);
  for (const line of lines) print(line);
  for (const { invariant, what } of violations) print(`${invariant} ${what}`);
  print(`${violations.length} violations`);
  return violations.length === 0 ? 0 : 1;
}

async function showShrunk(seed: number): Promise<number> {
  const plan = drawPlan(seed, values.kind);
  const violations = await broken(plan);
  if (violations.length === 0) {
    process.stderr.write(`Seed ${seed} breaks nothing: there is nothing to reduce.\n`);
    return 2;
  }
  const smallest = await shrunk(plan, violations);
  const broke = invariantsOf(await broken(smallest));
  print(
    JSON.stringify({ name: `seed ${seed} of ${values.kind}`, broke, mended: '', plan: smallest }, null, 2),
  );
  return 1;
}

async function coverageOf(first: number, runs: number): Promise<number> {
  const coverage = new Coverage();
  for (let seed = first; seed < first + runs; seed += 1)
    await playPlan(drawPlan(seed, values.kind), { coverage });
  return showCoverage(coverage, print);
}

/** Exit code 1 when a planted bug stays unfound: then the harness is blind to it. */
async function showPlanted(mostSeeds: number): Promise<number> {
  const table = await plantedTable(mostSeeds);
  if (values.json) print(JSON.stringify({ runs: mostSeeds, bugs: table }));
  else {
    print('| planted bug | seeds to find it | what it breaks |\n| --- | --- | --- |');
    for (const { bug, seeds, invariants } of table)
      print(`| ${bug} | ${seeds ?? 'not found'} | ${invariants.join(' ')} |`);
  }
  return table.every(({ seeds }) => seeds !== null) ? 0 : 1;
}

process.exitCode = await main();
