import * as crm from '@counterpart/crm';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { present, presentPage, queryOf } from './contacts.present.ts';
import { idParams, pageQuery } from './common.schema.ts';
import {
  contact,
  contactListQuery,
  contactPage,
  contactSync,
  createContact,
  timeline,
  updateContact,
} from './contacts.schema.ts';
import { expectedVersion, ifMatch, tagOf } from './versions.ts';

const tags = ['contacts'];

/** Contacts one by one (R1). */
export function contactRoutes(app: App, given: Given): void {
  app.get(
    '/api/contacts',
    {
      schema: {
        tags,
        summary: 'List contacts: search, filter, sort',
        querystring: contactListQuery,
        response: { 200: contactPage, ...problems },
      },
    },
    async (request) => {
      const { limit, cursor, sort, ...filter } = request.query;
      return presentPage(
        await crm.listContacts(given().crm, actorOf(request), { ...queryOf(filter), sort, limit, cursor }),
      );
    },
  );
  app.get(
    '/api/contacts/deleted',
    {
      schema: {
        tags,
        summary: 'List deleted contacts, the latest first',
        querystring: pageQuery.strict(),
        response: { 200: contactPage, ...problems },
      },
    },
    async (request) =>
      presentPage(await crm.listDeletedContacts(given().crm, actorOf(request), request.query)),
  );
  app.post(
    '/api/contacts',
    {
      schema: {
        tags,
        summary: 'Create a contact',
        body: createContact,
        response: { 201: contact, ...problems },
      },
    },
    async (request, reply) => {
      const { ownerId, ...values } = request.body;
      const created = await crm.createContact(given().crm, actorOf(request), { values, ownerId });
      return answer(reply.code(201).header('location', `/api/contacts/${created.id}`), created);
    },
  );
  app.get(
    '/api/contacts/:id',
    {
      schema: { tags, summary: 'Read a contact', params: idParams, response: { 200: contact, ...problems } },
    },
    async (request, reply) =>
      answer(reply, await crm.getContact(given().crm, actorOf(request), request.params.id)),
  );
  app.patch(
    '/api/contacts/:id',
    {
      schema: {
        tags,
        summary: 'Change fields of a contact; null empties one',
        params: idParams,
        headers: ifMatch,
        body: updateContact,
        response: { 200: contact, ...problems },
      },
    },
    async (request, reply) => {
      const { ownerId, ...values } = request.body;
      const changed = await crm.updateContact(given().crm, actorOf(request), {
        id: request.params.id,
        expectedVersion: expectedVersion(request.headers),
        values,
        ownerId,
      });
      return answer(reply, changed);
    },
  );
  app.delete(
    '/api/contacts/:id',
    {
      schema: {
        tags,
        summary: 'Delete a contact; it can be restored',
        params: idParams,
        headers: ifMatch,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await crm.deleteContact(given().crm, actorOf(request), {
        id: request.params.id,
        expectedVersion: expectedVersion(request.headers),
      });
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/api/contacts/:id/restore',
    {
      schema: {
        tags,
        summary: 'Take back a deletion',
        params: idParams,
        response: { 200: contact, ...problems },
      },
    },
    async (request, reply) =>
      answer(reply, await crm.restoreContact(given().crm, actorOf(request), request.params.id)),
  );
  app.get(
    '/api/contacts/:id/timeline',
    {
      schema: {
        tags,
        summary: 'What came from where, when, which fields (B5)',
        params: idParams,
        response: { 200: timeline, ...problems },
      },
    },
    async (request) => {
      const items = await crm.contactTimeline(given().crm, actorOf(request), request.params.id);
      return { items: items.map((item) => ({ ...item, changes: [...item.changes] })) };
    },
  );
  app.get(
    '/api/contacts/:id/sync',
    {
      schema: {
        tags,
        summary: 'Why is this not syncing? (B6)',
        params: idParams,
        response: { 200: contactSync, ...problems },
      },
    },
    async (request) => given().sync.contactSync(actorOf(request), request.params.id),
  );
}

function answer(reply: FastifyReply, found: crm.Contact) {
  reply.header('etag', tagOf(found.version));
  return present(found);
}
