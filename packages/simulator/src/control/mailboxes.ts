import type { Hono } from 'hono';
import type { Simulator } from '../simulator.ts';
import { findPersonAnywhere } from '../state/people.ts';
import { ControlError, readJson } from './errors.ts';

/** A person at work in Outlook: the same edits as in the page, without token, limits or faults. */
export function mountMailboxes(control: Hono, simulator: Simulator): void {
  const act = (name: string) => {
    if (findPersonAnywhere(simulator.state, name) === null)
      throw new ControlError(`Nobody is called '${name}'.`, 404);
    return simulator.act(name);
  };

  control.get('/people/:person/contacts', (context) => {
    const contacts = act(context.req.param('person')).contacts(context.req.query('folder'));
    return context.json({ count: contacts.length, contacts });
  });
  control.post('/people/:person/contacts', async (context) =>
    context.json(
      act(context.req.param('person')).createContact(await readJson(context), context.req.query('folder')),
      201,
    ),
  );
  control.patch('/people/:person/contacts/:id', async (context) => {
    const { person, id } = context.req.param();
    return context.json(act(person).updateContact(id, await readJson(context)));
  });
  control.delete('/people/:person/contacts/:id', (context) => {
    const { person, id } = context.req.param();
    act(person).deleteContact(id);
    return context.body(null, 204);
  });
  control.get('/people/:person/contactFolders', (context) => {
    const folders = act(context.req.param('person'))
      .contactFolders()
      .map(({ id, wellKnownName, properties, members }) => ({
        id,
        wellKnownName,
        ...properties,
        count: members.size,
      }));
    return context.json({ folders });
  });
  control.delete('/people/:person/contactFolders/:id', (context) => {
    const { person, id } = context.req.param();
    act(person).deleteContactFolder(id);
    return context.body(null, 204);
  });
  /** Any Graph call below `/me` as that person: `/_control/people/ann@…/me/contactFolders`. */
  control.all('/people/:person/me/*', async (context) => {
    const { person } = context.req.param();
    const url = new URL(context.req.url);
    const path = url.pathname.slice(url.pathname.indexOf('/me/') + '/me'.length) + url.search;
    const body = context.req.method === 'GET' ? undefined : await readJson(context);
    const answer = await act(person).call(context.req.method, path, body);
    if (answer.body === undefined) return new Response(null, { status: answer.status });
    if (answer.body instanceof Uint8Array)
      return new Response(new Uint8Array(answer.body), { status: answer.status });
    return Response.json(answer.body, { status: answer.status });
  });
}
