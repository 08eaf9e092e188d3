import type { Context, Hono } from 'hono';
import type { Actor } from '../act.ts';
import { GraphError } from '../graph/errors.ts';
import { changedBody, formValues } from './contactFields.ts';
import { textOf } from './contactPages.ts';
import { formText, withActor, type OutlookHost } from './host.ts';
import { peoplePage, type PeopleView } from './peoplePage.ts';
import { pathOf } from './shell.ts';

/** People: the page, and what its forms do, through the same functions as Graph's handlers. */
export function mountPeople(app: Hono, host: OutlookHost): void {
  app.get('/outlook/:person/people', (context) =>
    withActor(host, context, (actor) => context.html(peoplePage(actor, readView(context)))),
  );
  app.post('/outlook/:person/contacts/create', (context) => act(host, context, saveContact));
  app.post('/outlook/:person/contacts/update', (context) => act(host, context, saveContact));
  app.post('/outlook/:person/contacts/delete', (context) =>
    act(host, context, (actor, form) => {
      const id = formText(form, 'id');
      const contact = actor.contact(id);
      actor.deleteContact(id);
      return { folder: contact === null ? undefined : textOf(contact, 'parentFolderId') };
    }),
  );
  app.post('/outlook/:person/contacts/move', (context) =>
    act(host, context, (actor, form) => {
      const moved = actor.moveContact(formText(form, 'id'), formText(form, 'folder'));
      return { folder: textOf(moved, 'parentFolderId'), contact: textOf(moved, 'id') };
    }),
  );
  app.post('/outlook/:person/folders/create', (context) =>
    act(host, context, (actor, form) => ({
      folder: textOf(actor.createContactFolder(formText(form, 'name').trim()), 'id'),
    })),
  );
  app.post('/outlook/:person/folders/rename', (context) =>
    act(host, context, (actor, form) => ({
      folder: textOf(actor.renameContactFolder(formText(form, 'id'), formText(form, 'name').trim()), 'id'),
    })),
  );
  app.post('/outlook/:person/folders/delete', (context) =>
    act(host, context, (actor, form) => {
      actor.deleteContactFolder(formText(form, 'id'));
      return {};
    }),
  );
}

function readView(context: Context): PeopleView {
  const query = (name: string) => context.req.query(name);
  return {
    folderId: query('folder'),
    search: query('q') ?? '',
    pageNumber: Math.max(1, Number(query('page')) || 1),
    contactId: query('contact'),
    edit: query('edit') !== undefined,
    isNew: query('new') !== undefined,
  };
}

/** Answers what the page should show afterwards. Throws GraphError. */
type Action = (actor: Actor, form: FormData) => Record<string, string | undefined>;

/** Does it and shows the page again; what is refused is said on the page, with what was typed still in the form. */
function act(host: OutlookHost, context: Context, action: Action): Promise<Response> {
  return withActor(host, context, async (actor) => {
    const form = await context.req.formData();
    try {
      return context.redirect(pathOf(actor.person, 'people', action(actor, form)), 303);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      context.status(400);
      return context.html(peoplePage(actor, refusedView(actor, form, error)));
    }
  });
}

const saveContact: Action = (actor, form) => {
  const [id, folder] = [formText(form, 'id'), formText(form, 'folder') || 'contacts'];
  const contact = id === '' ? {} : actor.contact(id);
  if (contact === null) throw new GraphError(404, 'ErrorItemNotFound', 'This contact is not there any more.');
  const body = changedBody(formValues(contact), typedValues(form), contact);
  if (id === '' && Object.keys(body).length === 0)
    throw new GraphError(400, 'ErrorInvalidRequest', 'Please fill in at least one field.');
  if (id === '') return { folder, contact: textOf(actor.createContact(body, folder), 'id') };
  if (Object.keys(body).length > 0) actor.updateContact(id, body);
  return { folder, contact: id };
};

function typedValues(form: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  // A form sends line ends as CRLF; the mailbox has them as they were.
  for (const [name, value] of form)
    if (typeof value === 'string') values[name] = value.replaceAll('\r\n', '\n');
  return values;
}

function refusedView(actor: Actor, form: FormData, error: GraphError): PeopleView {
  const [id, folderId] = [formText(form, 'id'), formText(form, 'folder')];
  const isContactForm = form.has('displayName');
  const title = id === '' ? 'New contact' : 'Edit contact';
  const { person } = actor;
  return {
    folderId,
    search: '',
    pageNumber: 1,
    contactId: isContactForm || id === '' ? undefined : id,
    edit: false,
    isNew: false,
    problem: error.message,
    ...(isContactForm
      ? { form: { person, id: id === '' ? null : id, folderId, title, values: typedValues(form) } }
      : {}),
  };
}
