import { html, raw } from 'hono/html';
import type { Actor } from '../act.ts';
import { isObject } from '../graph/body.ts';
import type { JsonObject } from '../state/types.ts';
import { textOf } from './contactPages.ts';
import { face, listHeading, page, pager, pathOf, type Markup } from './shell.ts';

const PAGE_SIZE = 50;

export type MailView = {
  folderId: string | undefined;
  search: string;
  pageNumber: number;
  messageId: string | undefined;
};

/** Folders, the list of one of them, and a message in a sandboxed frame. */
export async function mailPage(actor: Actor, view: MailView): Promise<Markup> {
  const { person } = actor;
  // First, so that the counts beside it already hold it for read.
  const message = view.messageId === undefined ? null : await readMessage(actor, view.messageId);
  const folders = await list(actor, '/mailFolders?$top=100');
  const inbox = folders.find((folder) => folder.id === actor.mailbox.wellKnown.get('inbox'));
  const folder = folders.find(({ id }) => id === view.folderId) ?? inbox ?? {};
  const folderId = textOf(folder, 'id');
  return page(
    { title: 'Mail', person, tab: 'mail' },
    html`<main class="panes ${message === null ? '' : 'open'}" id="content">
      <section class="pane folders" aria-label="Folders">
        <ul class="plain">
          ${folders.map((entry) => {
            const unread = entry.unreadItemCount;
            return html`<li>
              <a
                href="${pathOf(person, 'mail', { folder: textOf(entry, 'id') })}"
                ${entry === folder ? raw('aria-current="page"') : ''}
                >${textOf(entry, 'displayName')}
                ${typeof unread === 'number' && unread > 0 ? html`<span class="count" aria-label="${unread} unread">${unread}</span>` : ''}</a
              >
            </li>`;
          })}
        </ul>
      </section>
      <section class="pane list" aria-label="Messages">
        ${listHeading(textOf(folder, 'displayName'), message !== null)}
        ${await messageList(actor, view, folder, folderId)}
      </section>
      <section class="pane detail" aria-label="Message">
        ${message === null ? html`<p class="empty">Choose a message to read it here.</p>` : messageView(actor, message, folderId)}
      </section>
    </main>`,
  );
}

async function list(actor: Actor, path: string): Promise<JsonObject[]> {
  const { body } = await actor.call('GET', path);
  return body instanceof Uint8Array || !isObject(body) || !Array.isArray(body.value)
    ? []
    : body.value.filter(isObject);
}

/** The message, read from now on; null when it is gone. */
async function readMessage(actor: Actor, id: string): Promise<JsonObject | null> {
  const known = actor.mailbox.keys.get(id);
  if (known === undefined) return null;
  const path = `/messages/${encodeURIComponent(id)}`;
  if (actor.mailbox.items.get(known)?.properties.isRead === false)
    await actor.call('PATCH', path, { isRead: true });
  const { body } = await actor.call('GET', path);
  return body instanceof Uint8Array || !isObject(body) ? null : body;
}

async function messageList(
  actor: Actor,
  view: MailView,
  folder: JsonObject,
  folderId: string,
): Promise<Markup> {
  const { person } = actor;
  const start = (view.pageNumber - 1) * PAGE_SIZE;
  const search = view.search === '' ? '' : `&$search=${encodeURIComponent(`"${view.search}"`)}`;
  const path = `/mailFolders/${encodeURIComponent(folderId)}/messages?$top=${PAGE_SIZE}&$skip=${start}${search}`;
  const messages = await list(actor, path);
  const total = typeof folder.totalItemCount === 'number' ? folder.totalItemCount : 0;
  const link = (query: Record<string, string>) =>
    pathOf(person, 'mail', { folder: folderId, q: view.search, ...query });
  const isSent = folderId === actor.mailbox.wellKnown.get('sentitems');
  return html`<form class="search" method="get" action="${pathOf(person, 'mail')}" role="search">
      <input type="hidden" name="folder" value="${folderId}" />
      <input
        type="search"
        name="q"
        value="${view.search}"
        placeholder="Search ${textOf(folder, 'displayName')}"
        aria-label="Search mail"
      />
      <button>Search</button>
    </form>
    ${
      messages.length === 0
        ? html`<p class="empty">${view.search === '' ? 'Nothing here.' : 'No message matches.'}</p>`
        : html`<ul class="plain rows">
            ${messages.map((message) => {
              const id = textOf(message, 'id');
              const name = isSent ? names(message.toRecipients) : names([message.from ?? null]);
              return html`<li class="${message.isRead === false ? 'unread' : ''}">
                <a href="${link({ message: id })}" ${id === view.messageId ? raw('aria-current="true"') : ''}>
                  ${face(name)}
                  <span
                    ><b><span>${name}</span>${time(textOf(message, 'receivedDateTime'))}</b>
                    <small style="color:inherit">${textOf(message, 'subject') || '(no subject)'}</small
                    ><small>${textOf(message, 'bodyPreview')}</small></span
                  >
                </a>
              </li>`;
            })}
          </ul>`
    }
    ${view.search === '' ? pager(view.pageNumber, PAGE_SIZE, total, (at) => link({ page: String(at) })) : ''}`;
}

function messageView(actor: Actor, message: JsonObject, folderId: string): Markup {
  const { person } = actor;
  const id = textOf(message, 'id');
  const cc = names(message.ccRecipients);
  return html`<a class="back" href="${pathOf(person, 'mail', { folder: folderId })}">‹ All messages</a>
    <h1>${textOf(message, 'subject') || '(no subject)'}</h1>
    <div class="headline">
      ${face(names([message.from ?? null]))}
      <div class="small">
        <b>${names([message.from ?? null], true)}</b><br />
        <span class="soft"
          >To
          ${names(message.toRecipients, true) || 'nobody'}${cc === '' ? '' : `; copy to ${names(message.ccRecipients, true)}`}</span
        ><br />
        <span class="soft">${time(textOf(message, 'receivedDateTime'))}</span>
      </div>
    </div>
    <iframe
      class="mail"
      title="Text of the message"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      src="${pathOf(person, 'mail/body', { message: id })}"
    ></iframe>
    <div class="bar" style="margin-top:1rem">
      <form method="post" action="${pathOf(person, 'mail/delete')}">
        <input type="hidden" name="id" value="${id}" />
        <input type="hidden" name="folder" value="${folderId}" />
        <button class="danger">Delete</button>
      </form>
      <form method="post" action="${pathOf(person, 'mail/unread')}">
        <input type="hidden" name="id" value="${id}" />
        <input type="hidden" name="folder" value="${folderId}" />
        <button>Mark as unread</button>
      </form>
    </div>`;
}

/** Names of Graph's recipients; with addresses where asked. */
function names(recipients: unknown, withAddress = false): string {
  const given = Array.isArray(recipients) ? (recipients as (JsonObject | null)[]) : [];
  return given
    .map((entry) => (isObject(entry?.emailAddress) ? entry.emailAddress : {}))
    .map((email) => {
      const [name, address] = [textOf(email, 'name'), textOf(email, 'address')];
      return withAddress && name !== address ? `${name} <${address}>` : name || address;
    })
    .join(', ');
}

/** Minutes, in UTC: the page has no script that knows the reader's zone. */
export function time(instant: string): Markup {
  return html`<time datetime="${instant}">${instant.slice(0, 16).replace('T', ' ')} UTC</time>`;
}
