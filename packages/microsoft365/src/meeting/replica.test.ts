import { meeting, type Content } from '@counterpart/engine';
import { acceptanceCases, type Subject } from '@counterpart/engine/acceptance';
import { describe, test } from 'vitest';
import { textOf } from '../json.ts';
import { TestTenant } from '../testing/tenant.ts';
import type { MeetingContext } from './setting.ts';
import { newEvent, propertiesFor } from './to-graph.ts';

type Options = ConstructorParameters<typeof TestTenant>[0];

const json = (body: unknown) => JSON.parse(JSON.stringify(body));

/** A person who does with their events what the CRM could do, without leaving a trace of the CRM. */
function personAt(tenant: TestTenant, calendar: string): Subject['person'] {
  const { outlook, timeZone } = tenant;
  const context: MeetingContext = {
    timeZone,
    name: '',
    madeBy: '',
    privateEvents: 'everything',
    recordUrl: String,
  };
  return {
    create: (content) => {
      const { singleValueExtendedProperties: _, ...body } = newEvent(content, context, null).body;
      return Promise.resolve(idOf(tenant, outlook.createEvent(json(body), calendar)));
    },
    edit: (id, values) => {
      const fields = Object.keys(values).map((field) => propertiesFor(field, values, context));
      outlook.updateEvent(id, json(Object.assign({}, ...fields)));
      return Promise.resolve();
    },
    remove: (id) => Promise.resolve(outlook.deleteEvent(id)),
  };
}

/** The connector sees immutable identifiers, the person the ordinary ones. */
function idOf(tenant: TestTenant, event: { [name: string]: unknown }): string {
  const { mailbox } = tenant.outlook;
  const key = mailbox.keys.get(String(event['id']));
  return mailbox.items.get(key ?? '')?.immutableId ?? textOf(String(event['id'])) ?? '';
}

const weekly = (startDate: string): Content => ({
  type: 'weekly',
  interval: 1,
  daysOfWeek: ['thursday'],
  firstDayOfWeek: 'monday',
  range: { type: 'numbered', startDate, numberOfOccurrences: 5 },
});

async function subject(options: Options, where: 'own' | 'default'): Promise<Subject> {
  const tenant = new TestTenant(options);
  const own = tenant.meetings();
  const { id } = await own.ensureContainer(null);
  const main = textOf(tenant.outlook.calendars().find((one) => one['isDefaultCalendar'])?.['id']) ?? '';
  const when = (day: string) => ({ start: `${day}T09:00:00`, end: `${day}T10:30:00`, zone: 'Europe/Berlin' });
  return {
    kind: meeting,
    replica: {
      ...own,
      // Each event has an identifier of its own, which nobody can foresee.
      changesSince: async (cursor) => {
        const page = await own.changesSince(cursor);
        if (page.lost) return page;
        return { ...page, entries: page.entries.map((one) => withoutUid(one)) };
      },
      read: async (ids) => (await own.read(ids)).map((one) => withoutUid(one)),
      apply: async (operations) =>
        (await own.apply(operations)).map((one) =>
          one.outcome === 'done' && one.snapshot ? { ...one, snapshot: withoutUid(one.snapshot) } : one,
        ),
    },
    samples: [
      { title: 'Talk', when: when('2026-06-11'), location: 'Room 1', description: 'first' },
      {
        title: 'Jour fixe',
        when: when('2026-06-18'),
        location: 'Room 2',
        recurrence: weekly('2026-06-18'),
        reminder: 15,
        categories: ['Blue'],
      },
    ],
    field: { name: 'location', value: 'Room 3' },
    person: personAt(tenant, where === 'own' ? id : main),
    echoes: true,
  };
}

function withoutUid<T extends object>(seen: T): T {
  if (!('content' in seen)) return seen;
  const { uid: _, ...content } = seen.content as Content;
  return { ...seen, content };
}

describe.each([
  ['as the service is believed to be', {}, 'own'],
  ['a person at their main calendar', {}, 'default'],
  ['west of all', { timeZone: 'Pacific/Pago_Pago' }, 'own'],
  ['exceptions are listed', { unknowns: { eventListsExceptions: true } }, 'own'],
  ['all-day events at midnight everywhere', { unknowns: { allDayShown: 'midnight' } }, 'own'],
  ['stamped after they were made', { unknowns: { stampsAfterCreate: true } }, 'own'],
  ['pages of one entry', { unknowns: { defaultDeltaPageSize: 1, emptyFirstDeltaPage: true } }, 'own'],
] as const)('B15 events of Outlook, in the simulated tenant: %s', (_, options, where) => {
  test.each(acceptanceCases)('$name', async ({ check }) => check(await subject(options, where)));
});
