import { html } from 'hono/html';
import type { Container, JsonObject, Person } from '../state/types.ts';
import { GROUPS, type Field } from './contactFields.ts';
import { face, pathOf, type Markup } from './shell.ts';

export type FolderChoice = { id: string; name: string; isDefault: boolean; count: number };

export function folderChoice(folder: Container): FolderChoice {
  const { displayName } = folder.properties;
  const name = typeof displayName === 'string' ? displayName : 'Unnamed folder';
  return { id: folder.id, name, isDefault: folder.wellKnownName !== null, count: folder.members.size };
}

export function textOf(contact: JsonObject, name: string): string {
  const value = contact[name];
  return typeof value === 'string' ? value : '';
}

export function nameOf(contact: JsonObject): string {
  const email = emailsOf(contact)[0] ?? '';
  return textOf(contact, 'displayName') || textOf(contact, 'companyName') || email || 'No name';
}

/** First and last name, for the initials. */
export function shortName(contact: JsonObject): string {
  const parts = [textOf(contact, 'givenName'), textOf(contact, 'surname')].filter(Boolean).join(' ');
  return parts === '' ? nameOf(contact) : parts;
}

export function emailsOf(contact: JsonObject): string[] {
  const list = Array.isArray(contact.emailAddresses) ? (contact.emailAddresses as JsonObject[]) : [];
  return list.map((entry) => textOf(entry, 'address')).filter(Boolean);
}

/** One contact, to read, with what can be done to it. */
export function contactView(
  person: Person,
  contact: JsonObject,
  values: Record<string, string>,
  folders: FolderChoice[],
): Markup {
  const id = textOf(contact, 'id');
  const folderId = textOf(contact, 'parentFolderId');
  const others = folders.filter((folder) => folder.id !== folderId);
  const work = [textOf(contact, 'jobTitle'), textOf(contact, 'companyName')].filter(Boolean).join(', ');
  return html`<a class="back" href="${pathOf(person, 'people', { folder: folderId })}">‹ All contacts</a>
    <div class="headline">
      ${face(shortName(contact), 'big')}
      <div>
        <h1>${nameOf(contact)}</h1>
        ${work === '' ? '' : html`<span class="soft">${work}</span>`}
      </div>
    </div>
    <div class="bar">
      <a
        class="button main"
        href="${pathOf(person, 'people', { folder: folderId, contact: id, edit: 'yes' })}"
        >Edit</a
      >
      ${
        others.length === 0
          ? ''
          : html`<form method="post" action="${pathOf(person, 'contacts/move')}">
              <input type="hidden" name="id" value="${id}" />
              <select name="folder" aria-label="Folder to move to" style="width:auto">
                ${others.map((folder) => html`<option value="${folder.id}">${folder.name}</option>`)}
              </select>
              <button>Move</button>
            </form>`
      }
      <form method="post" action="${pathOf(person, 'contacts/delete')}">
        <input type="hidden" name="id" value="${id}" />
        <button class="danger">Delete</button>
      </form>
    </div>
    ${GROUPS.map(({ title, fields }) => {
      const filled = fields.filter(({ name }) => (values[name] ?? '') !== '');
      if (filled.length === 0) return '';
      return html`<h2>${title}</h2>
        <dl class="facts">
          ${filled.map(
            (field) =>
              html`<dt>${field.label}</dt>
                <dd>${shown(field, values[field.name] ?? '')}</dd>`,
          )}
        </dl>`;
    })}`;
}

function shown(field: Field, value: string): Markup | string {
  if (field.kind === 'email') return html`<a href="mailto:${value}">${value}</a>`;
  if (field.kind === 'tel') return html`<a href="tel:${value}">${value}</a>`;
  return value;
}

export type ContactForm = {
  person: Person;
  /** Null: a new contact. */
  id: string | null;
  folderId: string;
  title: string;
  values: Record<string, string>;
};

/** The form of a new or existing contact. */
export function contactForm({ person, id, folderId, title, values }: ContactForm): Markup {
  const back = pathOf(person, 'people', { folder: folderId, contact: id ?? undefined });
  return html`<a class="back" href="${back}">‹ Back</a>
    <h1>${title}</h1>
    <form method="post" action="${pathOf(person, id === null ? 'contacts/create' : 'contacts/update')}">
      <input type="hidden" name="folder" value="${folderId}" />
      ${id === null ? '' : html`<input type="hidden" name="id" value="${id}" />`}
      ${GROUPS.map(
        (group) =>
          html`<fieldset>
            <legend>${group.title}</legend>
            <div class="fields">${group.fields.map((field) => input(field, values[field.name] ?? ''))}</div>
          </fieldset>`,
      )}
      <div class="bar" style="margin-top:1.5rem">
        <button class="main">Save</button>
        <a class="button" href="${back}">Cancel</a>
      </div>
    </form>`;
}

function input(field: Field, value: string): Markup {
  const { name, label, kind } = field;
  const control =
    kind === 'area'
      ? html`<textarea name="${name}" rows="3">${value}</textarea>`
      : html`<input
          name="${name}"
          value="${value}"
          type="${kind === 'date' ? 'date' : 'text'}"
          autocomplete="off"
        />`;
  return html`<label class="${field.wide === true ? 'wide' : ''}"><span>${label}</span>${control}</label>`;
}
