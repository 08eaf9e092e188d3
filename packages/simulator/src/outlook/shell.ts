import { html, raw } from 'hono/html';
import type { Person } from '../state/types.ts';
import { STYLE } from './style.ts';

export type Markup = ReturnType<typeof html>;

/** The parts of a mailbox that have a page. A new kind adds its tab here and its routes in `mount.ts`. */
export const TABS = [
  { name: 'people', title: 'People' },
  { name: 'calendar', title: 'Calendar' },
  { name: 'todo', title: 'To Do' },
  { name: 'mail', title: 'Mail' },
] as const;
export type TabName = (typeof TABS)[number]['name'];

export type Shell = {
  title: string;
  person?: Person;
  tab?: TabName;
  /** Something that went wrong, in words for people. */
  problem?: string | undefined;
};

/** A whole page. */
export function page(shell: Shell, content: Markup): Markup {
  const { person, tab, problem } = shell;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>
          ${shell.title}${person === undefined ? '' : ` · ${person.displayName}`} · simulated Outlook
        </title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
          <a class="brand" href="/outlook">Outlook <span>simulated</span></a>
          ${
            person === undefined
              ? ''
              : html`<nav class="tabs" aria-label="Parts of the mailbox">
                    ${TABS.map(
                      ({ name, title }) =>
                        html`<a
                          href="${pathOf(person, name)}"
                          ${name === tab ? raw('aria-current="page"') : ''}
                          >${title}</a
                        >`,
                    )}
                  </nav>
                  <div class="me small">
                    <span
                      ><b>${person.displayName}</b>
                      <span class="soft">${person.userPrincipalName}</span></span
                    >
                    <a href="/outlook">Switch person</a>
                  </div>`
          }
        </header>
        ${problem === undefined ? '' : html`<p class="alert" role="alert">${problem}</p>`} ${content}
      </body>
    </html>`;
}

/** `/outlook/{userPrincipalName}/people?…`; undefined values are left out. */
export function pathOf(person: Person, path: string, query: Record<string, string | undefined> = {}): string {
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  const params = new URLSearchParams(given).toString();
  return `/outlook/${encodeURIComponent(person.userPrincipalName)}/${path}${params === '' ? '' : `?${params}`}`;
}

/** Initials on a colour of their own. */
export function face(name: string, size: 'big' | '' = ''): Markup {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\d]/u.test(word));
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => String.fromCodePoint(word?.codePointAt(0) ?? 32))
    .join('');
  let hue = 0;
  for (const letter of name) hue = (hue * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return html`<span class="face ${size}" style="background: hsl(${hue} 42% 30%)" aria-hidden="true"
    >${initials.toUpperCase()}</span
  >`;
}

/** Heading of a list: the page's own where nothing is opened beside it. */
export function listHeading(text: string, isOpen: boolean): Markup {
  return isOpen ? html`<h2 class="listed">${text}</h2>` : html`<h1 class="listed">${text}</h1>`;
}

/** Links to the pages before and after this one. */
export function pager(at: number, size: number, total: number, link: (page: number) => string): Markup | '' {
  if (total <= size) return '';
  const last = Math.ceil(total / size);
  return html`<nav class="pager small" aria-label="Pages">
    ${at > 1 ? html`<a href="${link(at - 1)}">‹ Back</a>` : html`<span></span>`}
    <span class="soft">${at} of ${last}</span>
    ${at < last ? html`<a href="${link(at + 1)}">More ›</a>` : html`<span></span>`}
  </nav>`;
}
