import { describe, expect, test } from 'vitest';
import { contact } from '../kinds/contact.ts';
import { countingIds, World } from '../testing/world.ts';
import { checkChannel, stillThere, type CheckPorts } from './check-channel.ts';

const portsOf = ({ ledger, local, remote }: World): CheckPorts => ({
  kind: contact,
  settings: ledger.state.channel.settings,
  ledger,
  local,
  remote,
  ids: countingIds('check-'),
});

async function inStep(count = 8) {
  const world = new World();
  for (let n = 0; n < count; n += 1) world.crm.edit(null, { firstName: `P${n}`, email: `p${n}@example.org` });
  await world.sync();
  return world;
}

/** Makes a change that nobody tells of: what the check is for. */
const behindTheBack = (store: World['crm'], change: () => void) => {
  const before = new Map([...store.records].map(([id, record]) => [id, record.change]));
  change();
  for (const [id, record] of store.records)
    store.records.set(id, { ...record, change: before.get(id) ?? 0, created: record.created, bySync: true });
};

const kinds = async (world: World) => {
  const { found } = await checkChannel(portsOf(world));
  return (await stillThere(portsOf(world), found)).map(({ difference, fields }) => [difference, ...fields]);
};

describe('comparing CRM, mailbox and base', () => {
  test('in step: nothing is found, nothing is changed', async () => {
    const world = await inStep();
    const before = JSON.stringify([world.picture(), world.ledger.state.channel]);
    expect(await checkChannel(portsOf(world))).toEqual({ compared: 8, waiting: 0, found: [] });
    expect(JSON.stringify([world.picture(), world.ledger.state.channel])).toBe(before);
  });

  test('values changed behind the back of the change log, on either side: each is found by its field', async () => {
    const world = await inStep();
    const [first] = world.crm.live();
    const [there] = world.mailbox.live();
    behindTheBack(world.crm, () => world.crm.edit(first?.id ?? '', { title: 'x' }));
    behindTheBack(world.mailbox, () => world.mailbox.edit(there?.id ?? '', { mobile: 'y' }));
    await world.run();
    expect(new Map((await kinds(world)) as [string, string][])).toEqual(
      new Map([
        ['differsHere', 'title'],
        ['differsThere', 'mobile'],
      ]),
    );
  });

  test('records vanished, moved, or there without a link', async () => {
    const world = await inStep();
    const [first, second] = world.mailbox.live();
    behindTheBack(world.mailbox, () => world.mailbox.remove(first?.id ?? ''));
    behindTheBack(world.mailbox, () => void world.mailbox.write(second?.id ?? '', { outOfScope: 'moved' }));
    behindTheBack(world.crm, () => world.crm.remove(world.crm.live()[4]?.id ?? ''));
    const [lost] = [...world.ledger.state.links.values()].slice(-1);
    world.ledger.state.links.delete(lost?.id ?? '');
    expect((await kinds(world)).flat().sort()).toEqual([
      'elsewhereThere',
      'goneHere',
      'goneThere',
      'notLinkedHere',
      'notLinkedThere',
    ]);
  });

  test('what the sync knows of is no difference: a link that waits, one that is set apart, a field that travels one way', async () => {
    const world = await inStep();
    const [one, two] = [...world.ledger.state.links.values()];
    const [, , third] = world.mailbox.live();
    world.settings = { fields: { ...world.ledger.state.channel.settings.fields, mobile: 'toRemote' } };
    world.mailbox.edit(third?.id ?? '', { mobile: 'stays there' });
    if (one) world.ledger.state.links.set(one.id, { ...one, dirty: true });
    if (two) world.ledger.state.links.set(two.id, { ...two, stage: 'unlinked' });
    const { found, waiting } = await checkChannel(portsOf(world));
    expect({ found, waiting }).toEqual({ found: [], waiting: 1 });
  });

  test('an edit of a moment ago is found at first, and no more after a run', async () => {
    const world = await inStep();
    world.crm.edit(world.crm.live()[0]?.id ?? '', { title: 'just now' });
    const { found } = await checkChannel(portsOf(world));
    expect(found.map(({ difference }) => difference)).toEqual(['differsHere']);
    await world.run();
    expect(await stillThere(portsOf(world), found)).toEqual([]);
  });

  test('C6 records beyond the cap of the first sync are no difference', async () => {
    const world = new World({ firstSyncCap: 3 });
    for (let n = 0; n < 3; n += 1) world.crm.edit(null, { firstName: `P${n}` });
    await world.sync();
    world.crm.edit(null, { firstName: 'P3' });
    await world.sync();
    expect((await checkChannel(portsOf(world))).found).toEqual([]);
  });
});
