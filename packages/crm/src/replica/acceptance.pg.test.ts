import { contact, meeting, task, type Content, type Kind, type Replica } from '@counterpart/engine';
import { acceptanceCases } from '@counterpart/engine/acceptance';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { contactRecords } from '../contacts/contacts.ts';
import { openFixture, type Fixture } from '../ledger/testing/fixture.ts';
import { meetingRecords } from '../meetings/meetings.ts';
import type { RecordService } from '../records/service.ts';
import { taskRecords } from '../tasks/tasks.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

const subjects: readonly {
  readonly kind: Kind;
  readonly name: 'contact' | 'meeting' | 'task';
  readonly records: RecordService;
  readonly samples: readonly [Content, Content];
  readonly field: { readonly name: string; readonly value: string };
}[] = [
  {
    kind: contact,
    name: 'contact',
    records: contactRecords,
    samples: [
      { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.org' },
      { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.org' },
    ],
    field: { name: 'lastName', value: 'Byron' },
  },
  {
    kind: meeting,
    name: 'meeting',
    records: meetingRecords,
    samples: [
      {
        title: 'Review',
        when: { start: '2026-03-05T09:00:00', end: '2026-03-05T10:00:00', zone: 'Europe/Zurich' },
        recurrence: {
          type: 'weekly',
          interval: 1,
          daysOfWeek: ['thursday'],
          firstDayOfWeek: 'monday',
          range: { type: 'numbered', startDate: '2026-03-05', numberOfOccurrences: 5 },
        },
        occurrences: { '2026-03-12': { cancelled: true }, '2026-03-19': { title: 'Long review' } },
        location: 'Room 1',
        description: { html: '<p>Two<br>lines</p>' },
        participants: {
          'ada@example.org': { name: 'Ada', response: 'accepted' },
          'b@example.org': { role: 'optional' },
        },
        invite: true,
        reminder: 15,
        showAs: 'oof',
        sensitivity: 'confidential',
        categories: ['Blue', 'Red'],
        online: true,
        joinUrl: 'https://meet.example/1',
        response: 'tentative',
      },
      { title: 'Fair', when: { allDay: true, start: '2026-03-05', end: '2026-03-07' } },
    ],
    field: { name: 'location', value: 'Room 2' },
  },
  {
    kind: task,
    name: 'task',
    records: taskRecords,
    samples: [
      {
        subject: 'Call Ada',
        dueDate: '2026-03-05',
        startDate: '2026-03-01',
        priority: 'highest',
        status: 'inProgress',
        reminder: '2026-03-05T08:00:00Z',
        description: 'Two\nlines',
        categories: ['Blue', 'Red'],
        checklist: [{ title: 'One', done: true }],
        recurrence: { type: 'daily', interval: 2, range: { type: 'noEnd', startDate: '2026-03-05' } },
      },
      { subject: 'Call Grace' },
    ],
    field: { name: 'description', value: 'Call Byron' },
  },
];

describe.each(subjects)('B15 the CRM as a replica of $name records', ({ name, records, ...subject }) => {
  test.each(acceptanceCases)('$name', async ({ check }) => {
    const person = await fixture.person(name);
    const lease = await person.lease();
    const replica: Replica = {
      ...lease.local,
      apply: (operations) => lease.ledger.transaction((tx) => tx.local.apply(operations)),
    };
    try {
      await check({
        ...subject,
        replica,
        person: {
          create: (content) => person.add(content),
          edit: async (id, values) => void (await records.update(fixture.crm, person.actor, { id, values })),
          remove: (id) => records.delete(fixture.crm, person.actor, { id }),
        },
        echoes: false,
      });
    } finally {
      await lease.close(null);
    }
  });
});
