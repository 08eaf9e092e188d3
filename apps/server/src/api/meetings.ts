import {
  cancelOccurrence,
  changeOccurrence,
  listCalendar,
  resetOccurrence,
  type CalendarItem,
  type CrmRecord,
} from '@counterpart/crm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { idParams } from './common.schema.ts';
import { presentMeetings } from './meetings.api.ts';
import * as shapes from './meetings.schema.ts';
import { expectedVersion, ifMatch, tagOf } from './versions.ts';

const tags = ['meetings'];

/** What meetings have beside what every kind of records has: the calendar, and the occurrences of a series (E8). */
export function meetingRoutes(app: App, given: Given): void {
  app.get(
    '/api/meetings/calendar',
    {
      schema: {
        tags,
        summary: 'What takes place in a range of days: every occurrence, each meeting once (B12)',
        querystring: shapes.calendarQuery,
        response: { 200: shapes.calendar, ...problems },
      },
    },
    async (request) => {
      const items = await listCalendar(given().crm, actorOf(request), request.query);
      return { items: items.map(presentItem) };
    },
  );
  occurrenceRoutes(app, given);
}

function occurrenceRoutes(app: App, given: Given): void {
  const base = '/api/meetings/:id/occurrences';
  const show = async (request: FastifyRequest, reply: FastifyReply, found: CrmRecord) => {
    reply.header('etag', tagOf(found.version));
    const [shown] = await presentMeetings(given().crm, actorOf(request), [found]);
    if (shown === undefined) throw new Error('A meeting was presented as nothing.');
    return shown;
  };
  app.post(
    base,
    {
      schema: {
        tags,
        summary: 'Change an occurrence of a series: this one, this and all that follow, or all',
        params: idParams,
        headers: ifMatch,
        body: shapes.occurrenceChange,
        response: { 200: shapes.occurrenceChanged, ...problems },
      },
    },
    async (request, reply) => {
      const { changes, confirmLost, ...target } = request.body;
      const { meeting, rest } = await changeOccurrence(given().crm, actorOf(request), {
        ...target,
        id: request.params.id,
        expectedVersion: expectedVersion(request.headers),
        values: changes,
        confirmed: confirmLost,
      });
      return {
        rest: rest === null ? null : await show(request, reply, rest),
        meeting: await show(request, reply, meeting),
      };
    },
  );
  app.post(
    `${base}/delete`,
    {
      schema: {
        tags,
        summary: 'Cancel an occurrence of a series, or it and all that follow, or delete all',
        params: idParams,
        headers: ifMatch,
        body: shapes.occurrenceDeletion,
        response: { 200: shapes.occurrenceDeleted, ...problems },
      },
    },
    async (request, reply) => {
      const meeting = await cancelOccurrence(given().crm, actorOf(request), {
        ...request.body,
        id: request.params.id,
        expectedVersion: expectedVersion(request.headers),
      });
      return { meeting: meeting === null ? null : await show(request, reply, meeting) };
    },
  );
  app.post(
    `${base}/reset`,
    {
      schema: {
        tags,
        summary: 'Take back the change or cancellation of an occurrence',
        params: idParams,
        headers: ifMatch,
        body: shapes.occurrenceReset,
        response: { 200: shapes.occurrenceKept, ...problems },
      },
    },
    async (request, reply) => {
      const meeting = await resetOccurrence(given().crm, actorOf(request), {
        ...request.body,
        id: request.params.id,
        expectedVersion: expectedVersion(request.headers),
      });
      return { meeting: await show(request, reply, meeting) };
    },
  );
}

type Shown = z.output<typeof shapes.calendar>['items'][number];

export function presentItem({
  record,
  day,
  when,
  startMs,
  endMs,
  content,
  changed,
  series,
  may,
}: CalendarItem): Shown {
  const { participants, ...values } = content;
  const [item] = shapes.calendar.parse({
    items: [
      {
        title: null,
        showAs: 'busy',
        sensitivity: 'normal',
        host: null,
        response: 'none',
        online: false,
        joinUrl: null,
        location: null,
        categories: [],
        invite: false,
        ...values,
        when,
        recordId: record.id,
        day,
        version: record.version,
        startsAt: new Date(startMs).toISOString(),
        endsAt: new Date(endMs).toISOString(),
        changed,
        series,
        editable: may === 'all' && !(series && day === null),
        mayEdit: may !== 'nothing',
        owner: record.owner,
        participants: Object.keys(participants ?? {}).length,
      },
    ],
  }).items;
  if (item === undefined) throw new Error('An occurrence was presented as nothing.');
  return item;
}
