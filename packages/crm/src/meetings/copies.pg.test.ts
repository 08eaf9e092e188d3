import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mustHold, type Actor } from '../actor.ts';
import { insertRecords } from '../records/store.ts';
import { openTestCrm, textOf, type TestCrm, type TestOrganisation } from '../testing/crm.ts';
import { listCalendar } from './calendar.ts';
import {
  deleteMeeting,
  exportMeetings,
  getMeeting,
  listMeetings,
  massUpdateMeetings,
  restoreMeeting,
  updateMeeting,
  type MeetingFilter,
} from './meetings.ts';
import { changeOccurrence } from './occurrences.ts';
import { surroundingsOf } from './related.ts';
import { meetingTable } from './table.ts';

let test: TestCrm;
let organisation: TestOrganisation;
let [ann, bob, eva]: Actor[] = [];
beforeAll(async () => {
  test = await openTestCrm();
});
beforeEach(async () => {
  organisation = await test.organisation();
  [ann, bob, eva] = [await person(), await person(), await person()];
});
afterAll(() => test.close());

/** Somebody who sees their own records alone. */
async function person(): Promise<Actor> {
  const actor = await organisation.salesperson();
  return {
    ...actor,
    permissions: new Set([...actor.permissions].filter((one) => one !== 'viewAll' && one !== 'editAll')),
  };
}

const when = { start: '2026-03-05T09:00:00', end: '2026-03-05T10:00:00', zone: 'UTC' };
const host = { address: 'ann@example.com' };

/** A meeting in somebody's calendar, as the sync captures it. */
async function captured(owner: Actor | undefined, values: object): Promise<string> {
  if (owner === undefined) throw new Error('There is no such person.');
  test.clock.nowMs += 1_000;
  const id = test.crm.ids.next();
  const arrival = { ownerId: owner.membershipId, origin: 'microsoft365' as const };
  const content = { title: 'Board', when, uid: 'uid-1', ...values };
  await test.crm.transaction({ ...owner, source: 'microsoft365' }, (tx) =>
    insertRecords(tx, owner, meetingTable, arrival, [{ id, content }]),
  );
  return id;
}
const ids = async (
  actor: Actor | undefined,
  filter: MeetingFilter = {},
  search?: string,
): Promise<string[]> => {
  if (actor === undefined) throw new Error('There is no such person.');
  const page = await listMeetings(test.crm, actor, { filter, search, sort: 'createdAt' });
  expect(page.total).toBe(page.items.length);
  return page.items.map(({ id }) => id);
};

describe('B12: one meeting, many users', () => {
  it('is shown once to whoever sees everybody’s: the host’s, captured first or not; and to others as their own', async () => {
    const bobs = await captured(bob, { host });
    const anns = await captured(ann, {});
    const evas = await captured(eva, { host });
    const admin = organisation.administrator;
    expect(await ids(admin)).toEqual([anns]);
    expect(await ids(admin, {}, 'board')).toEqual([anns]);
    expect([await ids(ann), await ids(bob), await ids(eva)]).toEqual([[anns], [bobs], [evas]]);
    expect(await ids(admin, { ownerId: bob?.membershipId })).toEqual([bobs]);
    const range = { from: '2026-03-05', to: '2026-03-06', zone: 'UTC' };
    expect((await listCalendar(test.crm, admin, range)).map(({ record }) => record.id)).toEqual([anns]);
    if (bob)
      expect((await listCalendar(test.crm, bob, range)).map(({ record }) => record.id)).toEqual([bobs]);
    mustHold(admin, 'export');
    expect(
      (await textOf(exportMeetings(test.crm, admin, { format: 'ics' }))).match(/BEGIN:VEVENT/g),
    ).toHaveLength(1);
  });

  it('says in whose calendars it is, with their answers', async () => {
    const anns = await captured(ann, {});
    const bobs = await captured(bob, { host, response: 'accepted' });
    const records = [
      await getMeeting(test.crm, organisation.administrator, anns),
      await getMeeting(test.crm, organisation.administrator, bobs),
    ];
    const around = await surroundingsOf(test.crm, organisation.administrator, records);
    const calendars = [
      { recordId: anns, owner: { id: ann?.membershipId }, response: 'none', host: true },
      { recordId: bobs, owner: { id: bob?.membershipId }, response: 'accepted', host: false },
    ];
    expect(around.get(anns)).toMatchObject({ calendars, primaryId: null });
    expect(around.get(bobs)).toMatchObject({ calendars, primaryId: anns });
  });

  it('without the host here, it is the one that was here first; deleted, the next one is; restored, it is again', async () => {
    const bobs = await captured(bob, { host });
    const evas = await captured(eva, { host });
    const admin = organisation.administrator;
    expect(await ids(admin)).toEqual([bobs]);
    await deleteMeeting(test.crm, admin, { id: bobs });
    expect(await ids(admin)).toEqual([evas]);
    await restoreMeeting(test.crm, admin, { id: bobs });
    expect(await ids(admin)).toEqual([bobs]);
    await test.root.query(`update meetings set uid = 'another' where id = $1`, [evas]);
    expect(await ids(admin)).toEqual([bobs, evas]);
  });

  it('R2: another organisation’s meeting with the same uid is another meeting', async () => {
    const anns = await captured(ann, {});
    const other = await test.organisation();
    const foreign = await captured(await other.salesperson(), {});
    expect(await ids(organisation.administrator)).toEqual([anns]);
    expect(await ids(other.administrator)).toEqual([foreign]);
  });

  it('the host decides what it is about and when: reminder, show as, categories and response are one’s own', async () => {
    const id = await captured(bob, { host });
    if (bob === undefined) throw new Error('There is no such person.');
    const change = (values: object) => updateMeeting(test.crm, bob as Actor, { id, values: { ...values } });
    await expect(change({ title: 'Mine', reminder: 5 })).rejects.toMatchObject({
      code: 'hostDecides',
      problems: [{ path: 'title' }],
    });
    // A form sends everything: what stays as it is, is no change.
    const changed = await change({
      title: 'Board',
      when,
      reminder: 5,
      showAs: 'free',
      response: 'accepted',
      categories: ['A'],
    });
    expect(changed.content).toMatchObject({
      reminder: 5,
      showAs: 'free',
      response: 'accepted',
      categories: ['A'],
    });
    const admin = organisation.administrator;
    const selection = { ids: [id] };
    await expect(
      massUpdateMeetings(test.crm, admin, { selection, changes: { location: 'x' } }),
    ).rejects.toMatchObject({
      code: 'hostDecides',
    });
    expect(
      await massUpdateMeetings(test.crm, admin, { selection, changes: { categories: ['B'] } }),
    ).toMatchObject({ changed: 1 });
  });

  it('a copy without a host named is not its owner’s to change either', async () => {
    await captured(ann, {});
    const copy = await captured(bob, {});
    if (bob === undefined) throw new Error('There is no such person.');
    await expect(updateMeeting(test.crm, bob, { id: copy, values: { title: 'x' } })).rejects.toMatchObject({
      code: 'hostDecides',
    });
  });

  it('of one occurrence, too, what is one’s own can be changed and nothing else', async () => {
    const recurrence = { type: 'daily', interval: 1, range: { type: 'noEnd', startDate: '2026-03-05' } };
    const id = await captured(bob, { host, recurrence });
    if (bob === undefined) throw new Error('There is no such person.');
    const change = (values: object) =>
      changeOccurrence(test.crm, bob as Actor, {
        id,
        day: '2026-03-06',
        scope: 'one',
        values: { ...values },
      });
    await expect(change({ title: 'x' })).rejects.toMatchObject({ code: 'hostDecides' });
    expect((await change({ showAs: 'free' })).meeting.content['occurrences']).toEqual({
      '2026-03-06': { showAs: 'free' },
    });
  });
});
