import { describe, expect, test } from 'vitest';
import { ChannelProblem } from '../ports.ts';
import { World } from '../testing/world.ts';

const value = (world: World, side: 'crm' | 'mailbox', id: string, field: string) =>
  world[side].records.get(id)?.content[field];

const onlyId = (world: World, side: 'crm' | 'mailbox') => world[side].live()[0]?.id ?? '';

async function oneContact(settings = {}) {
  const world = new World(settings);
  const crm = world.crm.edit(null, { firstName: 'Ada', lastName: 'L', email: 'ada@example.org' });
  await world.sync();
  return { world, crm, box: onlyId(world, 'mailbox') };
}

describe('what is new travels', () => {
  test('C1 created here, created there: each appears on the other side', async () => {
    const world = new World();
    world.crm.edit(null, { firstName: 'Ada' });
    world.remote.container = 'folder';
    world.mailbox.edit(null, { firstName: 'Grace' });
    await world.sync();
    expect(world.names()).toEqual({ crm: ['Ada', 'Grace'], mailbox: ['Ada', 'Grace'] });
    expect(world.ledger.state.channel.state).toBe('active');
  });

  test('C6 the first sync takes the newest records up to the cap and counts what it left out', async () => {
    const world = new World({ firstSyncCap: 4 });
    for (let n = 0; n < 7; n += 1) world.crm.edit(null, { firstName: `N${n}` });
    const report = await world.sync();
    expect(world.names().mailbox).toEqual(['N3', 'N4', 'N5', 'N6']);
    expect(report.run.counters).toMatchObject({ createdRemote: 4, leftOut: 3 });
  });

  test('V5 equal e-mail address on both sides: adopted, not doubled; an ambiguous one is not guessed', async () => {
    const world = new World();
    world.remote.container = 'folder';
    world.crm.edit(null, { firstName: 'Ada', email: 'Ada@example.org', phone: '1' });
    world.mailbox.edit(null, { firstName: 'Ada', email: 'ada@example.org', mobile: '2' });
    world.crm.edit(null, { firstName: 'X', email: 'info@example.org' });
    world.crm.edit(null, { firstName: 'Y', email: 'info@example.org' });
    world.mailbox.edit(null, { firstName: 'Z', email: 'info@example.org' });
    await world.sync();
    expect(world.names().crm).toEqual(['Ada', 'X', 'Y', 'Z']);
    expect(world.names().mailbox).toEqual(['Ada', 'X', 'Y', 'Z']);
    const [ada] = world.crm.live();
    expect(ada?.content).toMatchObject({ phone: '1', mobile: '2' });
  });
});

describe('edits', () => {
  test('B2 different fields edited on the two sides: both edits survive', async () => {
    const { world, crm, box } = await oneContact();
    world.crm.edit(crm, { title: 'Countess' });
    world.mailbox.edit(box, { mobile: '555' });
    await world.sync();
    expect(world.crm.records.get(crm)?.content).toEqual(world.mailbox.records.get(box)?.content);
    expect(value(world, 'crm', crm, 'mobile')).toBe('555');
    expect(value(world, 'mailbox', box, 'title')).toBe('Countess');
  });

  test('B3 one field edited on both sides: the later edit wins, the other value is kept as a conflict', async () => {
    const { world, crm, box } = await oneContact();
    world.crm.edit(crm, { title: 'from the CRM' });
    world.clock.advance(1);
    world.mailbox.edit(box, { title: 'from Outlook' });
    await world.sync();
    expect(value(world, 'crm', crm, 'title')).toBe('from Outlook');
    const [conflict] = world.ledger.state.conflicts.values();
    expect(conflict).toMatchObject({ field: 'title', winner: 'remote', localValue: 'from the CRM' });
  });

  test('C2 a field that travels to Microsoft 365 only: an edit over there stays there and does not come back', async () => {
    const { world, crm, box } = await oneContact();
    const { fields } = world.ledger.state.channel.settings;
    world.settings = { fields: { ...fields, title: 'toRemote' } };
    world.mailbox.edit(box, { title: 'private' });
    await world.sync();
    expect(value(world, 'crm', crm, 'title')).toBeUndefined();
    expect(value(world, 'mailbox', box, 'title')).toBe('private');
    world.crm.edit(crm, { title: 'official' });
    await world.sync();
    expect(value(world, 'mailbox', box, 'title')).toBe('official');
  });

  test('V12 a server that keeps less than was written: the richer value stays here and nothing bounces', async () => {
    const world = new World();
    const crm = world.crm.edit(null, { firstName: 'Ada', description: 'A long description' });
    const shorten = () => {
      for (const record of world.mailbox.live())
        if (record.content['description'] === 'A long description')
          world.mailbox.write(record.id, { content: { ...record.content, description: 'A long' } });
    };
    world.remote.afterWrite = (_, outcome) => {
      shorten();
      const record = world.mailbox.live()[0];
      return record && outcome.outcome === 'done'
        ? { ...outcome, snapshot: world.mailbox.snapshot(record) }
        : outcome;
    };
    await world.sync();
    world.mailbox.edit(onlyId(world, 'mailbox'), { phone: '1' });
    await world.sync();
    expect(world.crm.records.get(crm)?.content).toMatchObject({
      description: 'A long description',
      phone: '1',
    });
  });
});

describe('deletions', () => {
  test('C3 deleted there, box unticked: the record stays here, unlinked, and does not come back over there', async () => {
    const { world, crm, box } = await oneContact();
    world.mailbox.remove(box);
    await world.sync();
    expect(world.names()).toEqual({ crm: ['Ada'], mailbox: [] });
    world.crm.edit(crm, { title: 'edited later' });
    await world.sync();
    expect(world.names().mailbox).toEqual([]);
  });

  test('C3 deleted there, box ticked: deleted here', async () => {
    const { world, box } = await oneContact({ deleteLocalWhenDeletedRemotely: true });
    world.mailbox.remove(box);
    await world.sync();
    expect(world.names()).toEqual({ crm: [], mailbox: [] });
  });

  test('C1 deleted here: deleted there', async () => {
    const { world, crm } = await oneContact();
    world.crm.remove(crm);
    await world.sync();
    expect(world.names()).toEqual({ crm: [], mailbox: [] });
  });

  test('edited here, deleted there: the edit is kept and the record goes there again', async () => {
    const { world, crm, box } = await oneContact();
    world.mailbox.remove(box);
    world.crm.edit(crm, { title: 'still needed' });
    await world.sync();
    expect(world.names()).toEqual({ crm: ['Ada'], mailbox: ['Ada'] });
  });

  test('deleted here, edited there: the edit is kept and the record is restored here', async () => {
    const { world, crm, box } = await oneContact();
    world.crm.remove(crm);
    world.mailbox.edit(box, { title: 'still needed' });
    await world.sync();
    expect(world.names()).toEqual({ crm: ['Ada'], mailbox: ['Ada'] });
    expect(value(world, 'crm', crm, 'title')).toBe('still needed');
  });

  test('V7 moved out of the folder, out of scope here: parked, deleted nowhere', async () => {
    const { world, crm, box } = await oneContact({ deleteLocalWhenDeletedRemotely: true });
    world.mailbox.write(box, { outOfScope: 'movedOutOfFolder' });
    await world.sync();
    world.crm.write(crm, { outOfScope: 'notOwner' });
    await world.run();
    expect(world.crm.live()).toHaveLength(1);
    expect(world.mailbox.live()).toHaveLength(1);
  });

  test('B4 more deletions than the brake allows: nothing is deleted until somebody approves; approval is remembered', async () => {
    const world = new World({ brake: { count: 5, share: 0.25 } });
    const ids = Array.from({ length: 20 }, (_, n) => world.crm.edit(null, { firstName: `N${n}` }));
    await world.sync();
    for (const id of ids.slice(0, 8)) world.crm.remove(id);
    world.crm.edit(ids[10] ?? '', { title: 'goes on' });
    await world.sync();
    expect(world.mailbox.live()).toHaveLength(20);
    expect(world.ledger.state.channel.state).toBe('held');
    const [hold] = world.ledger.state.holds.values();
    expect(hold?.linkIds).toHaveLength(8);
    expect(world.mailbox.live().some((record) => record.content['title'] === 'goes on')).toBe(true);
    if (hold) world.ledger.state.holds.set(hold.id, { ...hold, answer: 'approved' });
    await world.sync();
    expect(world.mailbox.live()).toHaveLength(12);
    expect(world.ledger.state.channel.state).toBe('active');
  });

  test('B4 a rejected hold: both sides keep their records and nobody is asked again', async () => {
    const world = new World({ brake: { count: 2, share: 1 }, deleteLocalWhenDeletedRemotely: true });
    for (let n = 0; n < 5; n += 1) world.crm.edit(null, { firstName: `N${n}` });
    await world.sync();
    for (const record of world.mailbox.live()) world.mailbox.remove(record.id);
    await world.sync();
    const [hold] = world.ledger.state.holds.values();
    if (hold) world.ledger.state.holds.set(hold.id, { ...hold, answer: 'rejected' });
    await world.sync();
    expect(world.crm.live()).toHaveLength(5);
    expect(world.ledger.state.holds.size).toBe(0);
    expect(world.ledger.state.channel.state).toBe('active');
  });
});

describe('when something fails', () => {
  test('V5 the reply to a creation is lost: found by its marker, not created again', async () => {
    const world = new World();
    world.crm.edit(null, { firstName: 'Ada' });
    world.remote.afterWrite = (operation) => ({ key: operation.key, outcome: 'unknown', detail: 'reset' });
    await world.run();
    world.remote.afterWrite = (_, outcome) => outcome;
    await world.sync();
    expect(world.names()).toEqual({ crm: ['Ada'], mailbox: ['Ada'] });
    expect(world.ledger.state.intents.size).toBe(0);
  });

  test('V5 a creation whose request never arrived: created again only after it had time to turn up', async () => {
    const world = new World();
    world.crm.edit(null, { firstName: 'Ada' });
    world.remote.afterWrite = (operation, outcome) => {
      if (outcome.outcome === 'done' && outcome.snapshot) world.mailbox.records.delete(outcome.snapshot.id);
      return { key: operation.key, outcome: 'unknown', detail: 'reset' };
    };
    await world.run();
    world.remote.afterWrite = (_, outcome) => outcome;
    const waiting = await world.run();
    expect(world.names().mailbox).toEqual([]);
    expect(waiting.nextDueAtMs).toBeGreaterThan(world.clock.now());
    world.clock.advance(60_000);
    await world.sync();
    expect(world.names().mailbox).toEqual(['Ada']);
  });

  test('V3 the reply to an update is lost and the record edited here again: the second edit arrives, without a conflict', async () => {
    const { world, crm, box } = await oneContact();
    world.crm.edit(crm, { title: 'first' });
    world.remote.afterWrite = (operation) => ({ key: operation.key, outcome: 'unknown', detail: 'reset' });
    await world.run();
    world.remote.afterWrite = (_, outcome) => outcome;
    world.crm.edit(crm, { title: 'second' });
    await world.sync();
    expect(value(world, 'mailbox', box, 'title')).toBe('second');
    expect(world.ledger.state.conflicts.size).toBe(0);
  });

  test('V18 one record is refused: the others go on, it is shown and tried again at growing intervals', async () => {
    const world = new World();
    world.crm.edit(null, { firstName: 'poison' });
    world.crm.edit(null, { firstName: 'Ada' });
    world.remote.afterWrite = (operation, outcome) => {
      if (!('content' in operation) || operation.content['firstName'] !== 'poison') return outcome;
      if (outcome.outcome === 'done' && outcome.snapshot) world.mailbox.records.delete(outcome.snapshot.id);
      return { key: operation.key, outcome: 'refused', code: 'ErrorInvalidProperty', detail: 'No' };
    };
    const first = await world.run();
    expect(world.names().mailbox).toEqual(['Ada']);
    expect(first.run.counters.refused).toBe(1);
    const waits: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      const { nextDueAtMs } = await world.run();
      waits.push((nextDueAtMs ?? 0) - world.clock.now());
      world.clock.advance(waits.at(-1) ?? 0);
    }
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
    expect(waits[2]).toBeGreaterThan(waits[1] ?? 0);
  });

  test('V10 the cursor is lost: everything is read again and nothing is deleted or doubled', async () => {
    const { world } = await oneContact({ deleteLocalWhenDeletedRemotely: true });
    for (let n = 0; n < 7; n += 1) world.crm.edit(null, { firstName: `N${n}` });
    await world.sync();
    const { channel } = world.ledger.state;
    world.ledger.state.channel = {
      ...channel,
      cursors: { ...channel.cursors, remote: '{"full":false,"since":99999}' },
    };
    const before = world.names();
    await world.sync();
    expect(world.names()).toEqual(before);
  });

  test('V7 a deletion that happened while the cursor was lost is found by a second look', async () => {
    const { world, box } = await oneContact({ deleteLocalWhenDeletedRemotely: true });
    world.mailbox.remove(box);
    const { channel } = world.ledger.state;
    world.ledger.state.channel = { ...channel, cursors: { ...channel.cursors, remote: null } };
    await world.sync();
    expect(world.names().crm).toEqual([]);
  });

  test('sign-in lapsed in mid-run: the channel needs attention and says why; afterwards it goes on', async () => {
    const { world, crm } = await oneContact();
    world.crm.edit(crm, { title: 'later' });
    world.remote.beforeRequest = () => {
      throw new ChannelProblem('signInLapsed', 'Sign in again', { retryAfterMs: null });
    };
    const report = await world.run();
    expect(report.channel).toMatchObject({ state: 'needsAttention', reason: 'signInLapsed' });
    world.remote.beforeRequest = () => undefined;
    await world.sync();
    expect(world.ledger.state.channel.state).toBe('active');
    expect(world.mailbox.live()[0]?.content['title']).toBe('later');
  });

  test('V9 a crash at every step of a first sync: nothing lost, nothing doubled', async () => {
    for (let crashAt = 1; crashAt < 40; crashAt += 1) {
      const world = new World();
      world.remote.container = 'folder';
      for (let n = 0; n < 5; n += 1) world.crm.edit(null, { firstName: `here ${n}` });
      for (let n = 0; n < 5; n += 1) world.mailbox.edit(null, { firstName: `there ${n}` });
      let left = crashAt;
      const tick = () => {
        left -= 1;
        if (left === 0) throw new Error('killed');
      };
      world.remote.beforeRequest = tick;
      world.remote.afterWrite = (_, outcome) => {
        tick();
        return outcome;
      };
      const transaction = world.ledger.transaction.bind(world.ledger);
      world.ledger.transaction = async (work) => {
        tick();
        const result = await transaction(work);
        tick();
        return result;
      };
      await world.run().catch((failure: unknown) => expect(String(failure)).toContain('killed'));
      left = Number.POSITIVE_INFINITY;
      for (let n = 0; n < 3; n += 1) {
        await world.run();
        world.clock.advance(60_000);
      }
      await world.sync();
      expect(world.crm.live(), `crash at ${crashAt}`).toHaveLength(10);
      expect(world.mailbox.live(), `crash at ${crashAt}`).toHaveLength(10);
      expect(world.ledger.state.intents.size).toBe(0);
    }
  });
});

describe('what the simulation found', () => {
  test('V6 deleted here while it lay outside the folder there: it does not come back when it is moved back', async () => {
    const { world, crm, box } = await oneContact();
    world.mailbox.write(box, { outOfScope: 'movedOutOfFolder' });
    await world.sync();
    world.crm.remove(crm);
    await world.sync();
    world.mailbox.write(box, { outOfScope: null });
    await world.sync();
    expect(world.names()).toEqual({ crm: [], mailbox: [] });
  });

  test.each(['updated there', 'not updated there'])(
    'V6 an edit whose reply was lost (%s), then deleted here and moved out there: deleted there when it is moved back',
    async (became) => {
      const { world, crm, box } = await oneContact();
      world.crm.edit(crm, { title: 'ours' });
      const apply = world.remote.apply.bind(world.remote);
      world.remote.apply = async (operations) => {
        if (became === 'updated there') await apply(operations);
        throw new Error('killed');
      };
      await expect(world.run()).rejects.toThrow('killed');
      world.remote.apply = apply;
      world.crm.remove(crm);
      world.mailbox.write(box, { outOfScope: 'movedOutOfFolder' });
      await world.sync();
      world.clock.advance(120_000);
      world.mailbox.write(box, { outOfScope: null });
      await world.sync();
      expect(world.names()).toEqual({ crm: [], mailbox: [] });
    },
  );

  test('V6 restored here by an edit there, then deleted there: deleted here, not created there again', async () => {
    const { world, crm, box } = await oneContact({ deleteLocalWhenDeletedRemotely: true });
    world.crm.remove(crm);
    world.mailbox.edit(box, { title: 'still needed' });
    await world.run();
    world.mailbox.remove(box);
    await world.sync();
    expect(world.names()).toEqual({ crm: [], mailbox: [] });
  });

  test('V3 edited there before the lost reply to its creation was made good: the edit is kept', async () => {
    const world = new World();
    world.crm.edit(null, { firstName: 'Ada', title: 'as created' });
    world.remote.afterWrite = (operation) => ({ key: operation.key, outcome: 'unknown', detail: 'reset' });
    world.remote.findByMarkers = () => Promise.resolve([]);
    await world.run();
    world.remote.afterWrite = (_, outcome) => outcome;
    Reflect.deleteProperty(world.remote, 'findByMarkers');
    world.mailbox.edit(onlyId(world, 'mailbox'), { title: 'edited there' });
    await world.sync();
    expect(world.crm.live()[0]?.content['title']).toBe('edited there');
  });

  test('V10 a new record that cannot be read at first: taken over when it can be, though nothing tells of it again', async () => {
    const { world } = await oneContact();
    const box = world.mailbox.edit(null, { firstName: 'Grace' });
    const changes = world.remote.changesSince.bind(world.remote);
    world.remote.changesSince = async (cursor) => {
      const page = await changes(cursor);
      if (page.lost) return page;
      const entries = page.entries.map((seen) =>
        seen.id === box ? { state: 'unreadable' as const, id: box, reason: 'refused' } : seen,
      );
      return { ...page, entries };
    };
    await world.run();
    world.remote.changesSince = changes;
    for (let n = 0; n < 3; n += 1) {
      world.clock.advance(600_000);
      await world.run();
    }
    expect(world.names()).toEqual({ crm: ['Ada', 'Grace'], mailbox: ['Ada', 'Grace'] });
  });

  test('V5 found to be one record while a person edits it here: one it stays', async () => {
    const world = new World();
    world.remote.container = 'folder';
    const crm = world.crm.edit(null, { firstName: 'Ada', email: 'ada@example.org' });
    world.mailbox.edit(null, { firstName: 'Ada', email: 'ada@example.org', mobile: '1' });
    const changes = world.remote.changesSince.bind(world.remote);
    world.remote.changesSince = (cursor) => {
      // Between our reading of the CRM and our writing to it.
      world.crm.edit(crm, { title: 'edited meanwhile' });
      world.remote.changesSince = changes;
      return changes(cursor);
    };
    await world.run();
    await world.sync();
    expect(world.names()).toEqual({ crm: ['Ada'], mailbox: ['Ada'] });
    expect(world.mailbox.live()[0]?.content).toMatchObject({ title: 'edited meanwhile', mobile: '1' });
  });

  test('V5 a refused creation is still recognised when its record turns up over there', async () => {
    const world = new World();
    world.crm.edit(null, { firstName: 'Ada', email: 'ada@example.org' });
    world.remote.afterWrite = (operation, outcome) => {
      if (outcome.outcome === 'done' && outcome.snapshot) world.mailbox.records.delete(outcome.snapshot.id);
      return { key: operation.key, outcome: 'refused', code: 'ErrorInvalidProperty', detail: 'No' };
    };
    await world.run();
    world.remote.afterWrite = (_, outcome) => outcome;
    world.mailbox.edit(null, { firstName: 'Ada', email: 'ada@example.org' });
    world.clock.advance(3_600_000);
    await world.sync();
    expect(world.names()).toEqual({ crm: ['Ada'], mailbox: ['Ada'] });
  });
});

describe('disabling', () => {
  test('C8 by the CRM: what changed over there a second ago is here, the folder goes, the records stay', async () => {
    const { world, crm, box } = await oneContact();
    world.mailbox.edit(box, { title: 'just now' });
    world.state = 'disabling';
    await world.run();
    expect(world.ledger.state.channel).toMatchObject({ state: 'off', container: null });
    expect(world.remote.container).toBeNull();
    expect(value(world, 'crm', crm, 'title')).toBe('just now');
  });

  test('C8 in the middle of the first reading: what the person put into the folder meanwhile is here before it goes', async () => {
    const world = new World();
    const crm = world.crm.edit(null, { firstName: 'Ada' });
    world.remote.beforeRequest = (request) => {
      if (request === 'changes')
        throw new ChannelProblem('serviceUnavailable', 'No answer', { retryAfterMs: 60_000 });
    };
    await world.run();
    expect(world.ledger.state.channel.cursors.remote).toBeNull();
    world.mailbox.edit(null, { firstName: 'Grace' });
    world.remote.beforeRequest = () => undefined;
    world.state = 'disabling';
    await world.run();
    expect(world.ledger.state.channel).toMatchObject({ state: 'off', container: null });
    expect(world.names()).toEqual({ crm: ['Ada', 'Grace'], mailbox: [] });
    expect(value(world, 'crm', crm, 'firstName')).toBe('Ada');
  });

  test('C8 by deleting the folder in Microsoft 365: believed after a second look, the CRM keeps its records', async () => {
    const { world } = await oneContact({ deleteLocalWhenDeletedRemotely: true });
    world.mailbox.records.clear();
    world.remote.container = null;
    await world.run();
    expect(world.ledger.state.channel).toMatchObject({ state: 'off', reason: 'containerDeleted' });
    expect(world.names().crm).toEqual(['Ada']);
  });

  test('B8 enabled again: created anew, nothing doubled, what was unlinked stays unlinked', async () => {
    const { world, box } = await oneContact();
    world.crm.edit(null, { firstName: 'Grace' });
    await world.sync();
    world.mailbox.remove(box);
    await world.sync();
    world.state = 'disabling';
    await world.run();
    world.state = 'enabling';
    await world.sync();
    expect(world.names()).toEqual({ crm: ['Ada', 'Grace'], mailbox: ['Grace'] });
  });

  test('B8 the ledger was lost while the folder stayed: markers and exact keys adopt everything', async () => {
    const { world } = await oneContact();
    world.mailbox.edit(null, { firstName: 'Grace' });
    world.crm.edit(null, { firstName: 'Mary' });
    await world.sync();
    world.ledger = world.newLedger();
    await world.sync();
    expect(world.names()).toEqual({ crm: ['Ada', 'Grace', 'Mary'], mailbox: ['Ada', 'Grace', 'Mary'] });
  });
});
