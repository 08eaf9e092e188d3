import { sameContent, type Content } from '../content/content.ts';
import type { Seen, Snapshot } from '../model.ts';
import type { Outcome, WriteOperation } from '../ports.ts';
import { applyOne, readAll, type AcceptanceCase, type Subject } from './subject.ts';

function expectContent(actual: Content | undefined, wanted: Content, when: string): void {
  if (!actual || !sameContent(actual, wanted))
    throw new Error(`${when}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(actual)}`);
}

function expectTrue(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

function present(seen: Seen | undefined, when: string): Snapshot {
  if (seen?.state !== 'present') throw new Error(`${when}: expected a record, got ${JSON.stringify(seen)}`);
  return seen;
}

function done(outcome: Outcome, when: string): Snapshot {
  if (outcome.outcome !== 'done' || !outcome.snapshot)
    throw new Error(`${when}: got ${JSON.stringify(outcome)}`);
  return outcome.snapshot;
}

const create = (content: Content, localId = 'a0000000-0000-4000-8000-000000000001'): WriteOperation => ({
  op: 'create',
  key: 'create',
  content,
  marker: `org/${localId}`,
});

function update(snapshot: Snapshot, values: Content): WriteOperation {
  const { id, version, native } = snapshot;
  const content = { ...snapshot.content, ...values };
  const fields = Object.keys(values);
  const keep = native === undefined ? {} : { native };
  return { op: 'update', key: 'update', id, version, content, fields, marker: 'org/x', ...keep };
}

async function created(subject: Subject): Promise<Snapshot> {
  const outcome = await applyOne(subject.replica, create(subject.samples[0]));
  return done(outcome, 'Creating');
}

/** What every replica must do (B15). Each case gets a fresh, empty subject. */
export const acceptanceCases: readonly AcceptanceCase[] = [
  {
    name: 'an empty replica: a full round lists nothing and ends with a cursor',
    check: async ({ replica }) => {
      const { seen, cursor } = await readAll(replica, null);
      expectTrue(seen.size === 0, `Expected nothing, got ${seen.size} records`);
      const again = await readAll(replica, cursor);
      expectTrue(again.seen.size === 0, 'Nothing changed, yet something was reported');
    },
  },
  {
    name: 'records that were there before: a full round lists each with its content',
    check: async ({ replica, person, samples }) => {
      const ids = [await person.create(samples[0]), await person.create(samples[1])];
      const { seen } = await readAll(replica, null);
      expectTrue(seen.size === 2, `Expected 2 records, got ${seen.size}`);
      for (const [index, id] of ids.entries())
        expectContent(present(seen.get(id), 'Listing').content, samples[index] ?? {}, 'Listing');
    },
  },
  {
    name: 'a person creates, edits and deletes: each is reported once the cursor moves on',
    check: async ({ replica, person, samples, field }) => {
      let { seen, cursor } = await readAll(replica, null);
      const id = await person.create(samples[0]);
      ({ seen, cursor } = await readAll(replica, cursor));
      expectContent(present(seen.get(id), 'Created').content, samples[0], 'Created');
      await person.edit(id, { [field.name]: field.value });
      ({ seen, cursor } = await readAll(replica, cursor));
      const edited = { ...samples[0], [field.name]: field.value };
      expectContent(present(seen.get(id), 'Edited').content, edited, 'Edited');
      await person.remove(id);
      ({ seen, cursor } = await readAll(replica, cursor));
      const state = seen.get(id)?.state;
      expectTrue(state === 'missing' || state === 'deleted', `A deletion was reported as ${state}`);
      const [looked] = await replica.read([id]);
      expectTrue(looked?.state === 'deleted', `The second look said ${looked?.state}`);
    },
  },
  {
    name: 'V8 the same cursor again gives the same changes again',
    check: async ({ replica, person, samples }) => {
      const { cursor } = await readAll(replica, null);
      const id = await person.create(samples[0]);
      for (let time = 0; time < 2; time += 1) {
        const { seen } = await readAll(replica, cursor);
        present(seen.get(id), `Reading for the ${time + 1}. time`);
      }
    },
  },
  {
    name: 'a creation gives back the record as it is now stored; reading it gives the same',
    check: async (subject) => {
      const snapshot = await created(subject);
      expectContent(snapshot.content, subject.samples[0], 'Created');
      const [seen] = await subject.replica.read([snapshot.id]);
      expectContent(present(seen, 'Read').content, subject.samples[0], 'Read');
    },
  },
  {
    name: 'V12 own writes come back as what they are, or not at all',
    check: async (subject) => {
      const { cursor } = await readAll(subject.replica, null);
      const snapshot = await created(subject);
      const { seen } = await readAll(subject.replica, cursor);
      const echo = seen.get(snapshot.id);
      expectTrue(subject.echoes === (echo !== undefined), `An own write was ${echo ? '' : 'not '}reported`);
      if (echo) expectContent(present(echo, 'Echo').content, snapshot.content, 'Echo');
    },
  },
  {
    name: 'an update sets the named fields and leaves the others alone',
    check: async (subject) => {
      const snapshot = await created(subject);
      const values = { [subject.field.name]: subject.field.value };
      const after = done(await applyOne(subject.replica, update(snapshot, values)), 'Updating');
      expectContent(after.content, { ...subject.samples[0], ...values }, 'Updated');
      expectTrue(after.version !== snapshot.version, 'The version did not change');
    },
  },
  {
    name: 'an update can empty a field',
    check: async (subject) => {
      const snapshot = await created(subject);
      const { [subject.field.name]: _, ...rest } = snapshot.content;
      const operation = {
        ...update(snapshot, {}),
        content: rest,
        fields: [subject.field.name],
      } as WriteOperation;
      const after = done(await applyOne(subject.replica, operation), 'Emptying');
      expectContent(after.content, rest, 'Emptied');
    },
  },
  {
    name: 'a stale version: refused as stale, nothing written',
    check: async (subject) => {
      const snapshot = await created(subject);
      await subject.person.edit(snapshot.id, { [subject.field.name]: 'the person was faster' });
      const outcome = await applyOne(
        subject.replica,
        update(snapshot, { [subject.field.name]: subject.field.value }),
      );
      expectTrue(outcome.outcome === 'stale', `Expected stale, got ${outcome.outcome}`);
      const [seen] = await subject.replica.read([snapshot.id]);
      const value = present(seen, 'Afterwards').content[subject.field.name];
      expectTrue(value === 'the person was faster', `The person's value became ${JSON.stringify(value)}`);
    },
  },
  {
    name: 'a deletion deletes; updating or deleting what is gone says so',
    check: async (subject) => {
      const snapshot = await created(subject);
      const { id, version } = snapshot;
      const first = await applyOne(subject.replica, { op: 'delete', key: 'delete', id, version });
      expectTrue(first.outcome === 'done', `Deleting: ${first.outcome}`);
      const second = await applyOne(subject.replica, { op: 'delete', key: 'delete', id, version });
      expectTrue(second.outcome === 'gone', `Deleting again: ${second.outcome}`);
      const outcome = await applyOne(
        subject.replica,
        update(snapshot, { [subject.field.name]: subject.field.value }),
      );
      expectTrue(outcome.outcome === 'gone', `Updating what is gone: ${outcome.outcome}`);
    },
  },
  {
    name: 'a batch: one outcome for each operation, whatever their order',
    check: async ({ replica, samples }) => {
      const operations = samples.map((content, n) => ({
        ...create(content, `a000000${n}-0000-4000-8000-000000000001`),
        key: `k${n}`,
      }));
      const outcomes = await replica.apply(operations);
      expectTrue(outcomes.length === 2, `Expected 2 outcomes, got ${outcomes.length}`);
      for (const [n, content] of samples.entries()) {
        const outcome = outcomes.find((one) => one.key === `k${n}`);
        if (!outcome) throw new Error(`No outcome for k${n}`);
        expectContent(done(outcome, 'Batch').content, content, 'Batch');
      }
    },
  },
  {
    name: 'reading what never was: deleted, and no failure',
    check: async ({ replica, samples, person }) => {
      const id = await person.create(samples[0]);
      await person.remove(id);
      const seen = await replica.read([id]);
      expectTrue(seen.length === 1 && seen[0]?.state === 'deleted', `Got ${JSON.stringify(seen)}`);
      expectTrue((await replica.read([])).length === 0, 'Reading nothing gave something');
    },
  },
];
