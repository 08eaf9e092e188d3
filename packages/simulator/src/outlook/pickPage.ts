import { html } from 'hono/html';
import type { SimulatorState } from '../state/types.ts';
import { outsideAddresses } from '../mail/outbox.ts';
import { face, page, pathOf, type Markup } from './shell.ts';

const SHOWN_AT_MOST = 60;

/** `/outlook`: whose mailbox to open. */
export function pickPage(state: SimulatorState, search: string): Markup {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const people = [...state.tenants.values()]
    .flatMap((tenant) => [...tenant.people.values()].map((person) => ({ tenant, person })))
    .filter(({ person }) =>
      words.every((word) => `${person.displayName} ${person.userPrincipalName}`.toLowerCase().includes(word)),
    );
  const outside = outsideAddresses(state).length;
  return page(
    { title: 'Pick a mailbox' },
    html`<main class="single" id="content">
      <h1>Whose mailbox would you like to open?</h1>
      <p class="soft">You see and edit it as its owner would in Outlook. Nobody needs a password here.</p>
      <form class="search" method="get" action="/outlook" role="search">
        <input
          type="search"
          name="q"
          value="${search}"
          placeholder="Name or address"
          aria-label="Search people"
        />
        <button>Search</button>
      </form>
      ${
        people.length === 0
          ? html`<p class="empty">Nobody here goes by “${search}”.</p>`
          : html`<ul class="plain cards">
              ${people.slice(0, SHOWN_AT_MOST).map(
                ({ tenant, person }) =>
                  html`<li>
                    <a href="${pathOf(person, 'people')}">
                      ${face(person.displayName)}
                      <span
                        ><b>${person.displayName}</b><small>${person.userPrincipalName}</small
                        ><small>${describe(tenant.displayName, person)}</small></span
                      >
                    </a>
                  </li>`,
              )}
            </ul>`
      }
      ${people.length > SHOWN_AT_MOST ? html`<p class="soft">${people.length - SHOWN_AT_MOST} more people: search for a name.</p>` : ''}
      <h2>Beyond the tenant</h2>
      <p>
        <a href="/outlook/outside">Mail that went to other addresses</a> <span class="count">${outside}</span>
      </p>
    </main>`,
  );
}

function describe(
  tenant: string,
  person: { accountEnabled: boolean; hasMailbox: boolean; properties: { [name: string]: unknown } },
): string {
  const facts = [tenant];
  const { jobTitle, userType } = person.properties;
  if (typeof jobTitle === 'string') facts.push(jobTitle);
  if (userType === 'Guest') facts.push('guest');
  if (!person.accountEnabled) facts.push('blocked');
  if (!person.hasMailbox) facts.push('no mailbox');
  return facts.join(' · ');
}
