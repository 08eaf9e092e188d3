import type { Act, Plan, PlannedRun, PlannedStep } from './plan.ts';

/** How many histories a reduction may play: a minute's worth. */
const mostPlays = 1500;

/**
 * Reduces a failing history: takes away steps, acts, faults, people and settings as long as what remains still fails, until nothing more can be taken away.
 * @param fails plays a history and says whether it breaks what the first one broke.
 */
export async function shrink(plan: Plan, fails: (plan: Plan) => Promise<boolean>): Promise<Plan> {
  let best = plan;
  let plays = 0;
  for (let progress = true; progress && plays < mostPlays;) {
    progress = false;
    for (const smaller of candidates(best)) {
      if (plays >= mostPlays) break;
      plays += 1;
      if (!(await fails(smaller))) continue;
      best = smaller;
      progress = true;
      break;
    }
  }
  return tidy(best);
}

/** Without lists that have nothing in them any more. */
function tidy(plan: Plan): Plan {
  const filled = (key: string, value: unknown) =>
    Array.isArray(value) && value.length === 0 && key !== 'steps' ? undefined : value;
  return JSON.parse(JSON.stringify(plan, filled)) as Plan;
}

/** Smaller histories, the boldest cuts first. */
function* candidates(plan: Plan): Generator<Plan> {
  yield* withoutPeople(plan);
  for (const steps of without(plan.steps)) yield { ...plan, steps };
  for (const [index, step] of plan.steps.entries())
    for (const smaller of smallerSteps(step))
      yield { ...plan, steps: plan.steps.map((one, at) => (at === index ? smaller : one)) };
  for (const name of Object.keys(plan.unknowns)) yield { ...plan, unknowns: omit(plan.unknowns, name) };
  for (const name of Object.keys(plan.settings)) yield { ...plan, settings: omit(plan.settings, name) };
  for (const [index, person] of plan.people.entries())
    if (person.authority === 'organisation')
      yield {
        ...plan,
        people: plan.people.map((one, at) => (at === index ? { ...one, authority: 'person' } : one)),
      };
}

/** The list without one half, one quarter, …, one of its elements. */
function* without<T>(list: readonly T[]): Generator<T[]> {
  for (let size = Math.ceil(list.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < list.length; at += size) yield [...list.slice(0, at), ...list.slice(at + size)];
}

const omit = <T extends object>(values: T, name: string): T =>
  Object.fromEntries(Object.entries(values).filter(([key]) => key !== name)) as T;

function* smallerSteps(step: PlannedStep): Generator<PlannedStep> {
  if (step.pauseMs !== undefined) yield omit(step, 'pauseMs');
  if (step.lost) yield omit(step, 'lost');
  for (const acts of without(step.acts ?? [])) yield { ...step, acts };
  for (const runs of without(step.runs ?? [])) yield { ...step, runs };
  for (const [index, run] of (step.runs ?? []).entries())
    for (const smaller of smallerRuns(run))
      yield { ...step, runs: (step.runs ?? []).map((one, at) => (at === index ? smaller : one)) };
}

function* smallerRuns(run: PlannedRun): Generator<PlannedRun> {
  if (run.kill !== undefined) yield omit(run, 'kill');
  for (const during of without(run.during ?? [])) yield { ...run, during };
  for (const faults of without(run.faults ?? [])) yield { ...run, faults };
}

/** One person less, with everything that they do. */
function* withoutPeople(plan: Plan): Generator<Plan> {
  if (plan.people.length < 2) return;
  for (const gone of plan.people.keys()) {
    const renumbered = (by: number) => (by > gone ? by - 1 : by);
    const stays = (act: Act) => act.by !== gone && !(act.do === 'give' && act.to === gone);
    const renamed = (act: Act): Act => ({
      ...act,
      by: renumbered(act.by),
      ...(act.do === 'give' ? { to: renumbered(act.to) } : {}),
    });
    yield {
      ...plan,
      people: plan.people.filter((_, at) => at !== gone),
      steps: plan.steps.map(({ acts = [], runs = [], lost, ...step }) => ({
        ...step,
        acts: acts.filter((act) => stays(act)).map((act) => renamed(act)),
        runs: runs
          .filter(({ by }) => by !== gone)
          .map(({ during = [], ...run }) => ({
            ...run,
            by: renumbered(run.by),
            during: during.filter(({ act }) => stays(act)).map(({ at, act }) => ({ at, act: renamed(act) })),
          })),
        ...(lost && lost.of !== gone ? { lost: { ...lost, of: renumbered(lost.of) } } : {}),
      })),
    };
  }
}

/** How much a history asks of its reader. */
export function sizeOf(plan: Plan): number {
  const ofRun = ({ kill, during = [], faults = [] }: PlannedRun) =>
    1 + (kill === undefined ? 0 : 1) + during.length + faults.length;
  return plan.steps.reduce(
    (sum, { acts = [], runs = [], lost }) =>
      sum + acts.length + (lost ? 1 : 0) + runs.reduce((runSum, run) => runSum + ofRun(run), 0),
    plan.people.length,
  );
}
