import { html, raw } from 'hono/html';
import type { Actor } from '../act.ts';
import type { JsonObject } from '../state/types.ts';
import { formValues } from './contactFields.ts';
import {
  contactForm,
  contactView,
  emailsOf,
  folderChoice,
  nameOf,
  shortName,
  textOf,
  type ContactForm,
  type FolderChoice,
} from './contactPages.ts';
import { face, listHeading, page, pager, pathOf, type Markup } from './shell.ts';

const PAGE_SIZE = 100;

/** What the People page shows; the form, when there is one, wins over the contact. */
export type PeopleView = {
  folderId: string | undefined;
  search: string;
  pageNumber: number;
  contactId: string | undefined;
  edit: boolean;
  isNew: boolean;
  /** A form that was refused, with what was typed. */
  form?: ContactForm;
  problem?: string | undefined;
};

/** Folders, the list of one of them, and a contact. */
export function peoplePage(actor: Actor, view: PeopleView): Markup {
  const { person } = actor;
  const folders = actor.contactFolders().map(folderChoice);
  const contact = view.contactId === undefined ? null : actor.contact(view.contactId);
  const asked = view.folderId ?? (contact === null ? undefined : textOf(contact, 'parentFolderId'));
  const folder =
    folders.find(({ id }) => id === asked) ?? folders.find(({ isDefault }) => isDefault) ?? folders[0];
  if (folder === undefined) throw new Error('a mailbox has no contact folder');
  const detail = detailPane(actor, view, contact, folder, folders);
  const isGone = view.contactId !== undefined && contact === null && view.form === undefined;
  const problem =
    view.problem ?? (isGone ? 'This contact is not there any more. It was moved or deleted.' : undefined);
  return page(
    { title: 'People', person, tab: 'people', problem },
    html`<main class="panes ${detail === null ? '' : 'open'}" id="content">
      <section class="pane folders" aria-label="Folders">
        <a
          class="button main"
          style="margin-bottom:1rem"
          href="${pathOf(person, 'people', { folder: folder.id, new: 'yes' })}"
          >New contact</a
        >
        ${folderList(actor, folders, folder)} ${folderForms(actor, folder)}
      </section>
      <section class="pane list" aria-label="Contacts in ${folder.name}">
        ${listHeading(folder.name, detail !== null)} ${contactList(actor, view, folder)}
      </section>
      <section class="pane detail" aria-label="Contact">
        ${detail ?? html`<p class="empty">Choose a contact to see it here.</p>`}
      </section>
    </main>`,
  );
}

function detailPane(
  actor: Actor,
  view: PeopleView,
  contact: JsonObject | null,
  folder: FolderChoice,
  folders: FolderChoice[],
): Markup | null {
  const { person } = actor;
  if (view.form !== undefined) return contactForm(view.form);
  if (view.isNew)
    return contactForm({
      person,
      id: null,
      folderId: folder.id,
      title: `New contact in ${folder.name}`,
      values: {},
    });
  if (contact === null) return null;
  const values = formValues(contact);
  if (!view.edit) return contactView(person, contact, values, folders);
  return contactForm({
    person,
    id: textOf(contact, 'id'),
    folderId: folder.id,
    title: `Edit ${nameOf(contact)}`,
    values,
  });
}

function folderList({ person }: Actor, folders: FolderChoice[], current: FolderChoice): Markup {
  return html`<ul class="plain">
    ${folders.map(
      (folder) =>
        html`<li>
          <a
            href="${pathOf(person, 'people', { folder: folder.id })}"
            ${folder === current ? raw('aria-current="page"') : ''}
            >${folder.name} <span class="count">${folder.count}</span></a
          >
        </li>`,
    )}
  </ul>`;
}

function folderForms({ person }: Actor, folder: FolderChoice): Markup {
  return html`<details class="manage">
    <summary>Manage folders</summary>
    <form method="post" action="${pathOf(person, 'folders/create')}">
      <label><span>Name of a new folder</span><input name="name" required /></label>
      <button>Create folder</button>
    </form>
    ${
      folder.isDefault
        ? html`<p class="small soft">The folder “${folder.name}” always stays.</p>`
        : html`<form method="post" action="${pathOf(person, 'folders/rename')}">
              <input type="hidden" name="id" value="${folder.id}" />
              <label
                ><span>New name for “${folder.name}”</span><input name="name" value="${folder.name}" required
              /></label>
              <button>Rename folder</button>
            </form>
            <form method="post" action="${pathOf(person, 'folders/delete')}">
              <input type="hidden" name="id" value="${folder.id}" />
              <button class="danger">Delete “${folder.name}” and its ${folder.count} contacts</button>
            </form>`
    }
  </details>`;
}

function contactList(actor: Actor, view: PeopleView, folder: FolderChoice): Markup {
  const { person } = actor;
  const words = view.search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = actor
    .contacts(folder.id)
    .map((contact) => ({ contact, name: nameOf(contact), emails: emailsOf(contact) }))
    .filter(({ contact, name, emails }) => {
      const text = `${name} ${emails.join(' ')} ${textOf(contact, 'companyName')}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted((left, right) => left.name.localeCompare(right.name));
  const start = (view.pageNumber - 1) * PAGE_SIZE;
  const link = (query: Record<string, string | undefined>) =>
    pathOf(person, 'people', { folder: folder.id, q: view.search, ...query });
  return html`<form class="search" method="get" action="${pathOf(person, 'people')}" role="search">
      <input type="hidden" name="folder" value="${folder.id}" />
      <input
        type="search"
        name="q"
        value="${view.search}"
        placeholder="Search ${folder.name}"
        aria-label="Search contacts"
      />
      <button>Search</button>
    </form>
    ${
      found.length === 0
        ? html`<p class="empty">${words.length > 0 ? 'No contact matches.' : 'No contacts here yet.'}</p>`
        : html`<ul class="plain rows">
            ${found.slice(start, start + PAGE_SIZE).map(({ contact, name, emails }) => {
              const id = textOf(contact, 'id');
              const page = String(view.pageNumber);
              return html`<li>
                <a
                  href="${link({ contact: id, page })}"
                  ${id === view.contactId ? raw('aria-current="true"') : ''}
                >
                  ${face(shortName(contact))}<span
                    ><b>${name}</b><small>${emails[0] ?? textOf(contact, 'companyName')}</small></span
                  >
                </a>
              </li>`;
            })}
          </ul>`
    }
    ${pager(view.pageNumber, PAGE_SIZE, found.length, (at) => link({ page: String(at) }))}`;
}
