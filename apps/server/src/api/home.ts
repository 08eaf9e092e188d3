import { listCalendar } from '@counterpart/crm';
import { z } from 'zod';
import type { App } from '../http/app.ts';
import { actorOf, sessionOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import type { Section } from '../sync-port.ts';
import { problems } from './answers.ts';
import { presentItem } from './meetings.ts';
import { calendar } from './meetings.schema.ts';
import { tasksApi } from './tasks.api.ts';
import { task } from './tasks.schema.ts';

const mostTasks = 20;
const dayMs = 24 * 3600 * 1000;

const home = z
  .object({
    /** Today where the person is. */
    date: z.iso.date(),
    /** Their own meetings that take place today, the earliest first. */
    meetings: calendar.shape.items,
    tasks: z.object({
      /** Their own open tasks that are due today or overdue, the earliest first; at most 20. */
      items: z.array(task),
      /** How many there are; null where they are too many to be counted at once. */
      total: z.number().int().nullable(),
    }),
    /** Their own sync in one line. */
    sync: z.object({ state: z.enum(['off', 'working', 'attention']), sentence: z.string() }),
  })
  .meta({ id: 'Home' });

/** What somebody wants to know first in the morning (R1). */
export function homeRoutes(app: App, given: Given): void {
  app.get(
    '/api/home',
    {
      schema: {
        tags: ['home'],
        summary: 'What is due today, and how your sync is',
        response: { 200: home, ...problems },
      },
    },
    async (request) => {
      const services = given();
      const actor = actorOf(request);
      const { timeZone } = sessionOf(request).view.account;
      const date = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(
        services.clock.now(),
      );
      const filter = { ownerId: actor.membershipId, state: 'open', dueTo: date };
      const tomorrow = new Date(Date.parse(date) + dayMs).toISOString().slice(0, 10);
      const day = { from: date, to: tomorrow, zone: timeZone, ownerId: actor.membershipId };
      const [meetings, due, { sections }] = await Promise.all([
        listCalendar(services.crm, actor, day),
        tasksApi.service.list(services.crm, actor, { filter, sort: 'dueDate', limit: mostTasks }),
        services.sync.microsoft365(actor),
      ]);
      const items = z.array(task).parse(await tasksApi.present(services.crm, actor, due.items));
      return {
        date,
        meetings: meetings.map(presentItem),
        tasks: { items, total: due.total },
        sync: syncLine(sections),
      };
    },
  );
}

const names = { meeting: 'events', contact: 'contacts', task: 'tasks' };

/** What is wrong stands before what works. */
export function syncLine(sections: readonly Section[]): z.output<typeof home>['sync'] {
  const wrong = sections.find(({ state }) => state === 'needsAttention' || state === 'held');
  if (wrong !== undefined)
    return {
      state: 'attention',
      sentence: `The sync of your ${names[wrong.kind]} needs you: ${wrong.sentence}`,
    };
  const on = sections.filter(({ state }) => state !== 'off');
  if (on.length === 0) return { state: 'off', sentence: 'Nothing of yours is synced with Microsoft 365.' };
  const parts = on.map(({ kind, state, counters: { waiting, problems: stuck, conflicts } }) => {
    const remarks = [
      ...(state === 'active' ? [] : [state]),
      ...(waiting > 0 ? [`${waiting} waiting`] : []),
      ...(stuck > 0 ? [`${stuck} cannot follow`] : []),
      ...(conflicts > 0 ? [`${conflicts} to decide`] : []),
    ];
    return `${names[kind]}${remarks.length === 0 ? '' : ` (${remarks.join(', ')})`}`;
  });
  return { state: 'working', sentence: `Synced with Microsoft 365: ${parts.join(', ')}.` };
}
