import { html } from 'hono/html';
import { DELEGATED, APPLICATION } from './permissions.ts';
import { hiddenFields, page, personButton, personLine, type Markup } from './page.ts';
import type { Account } from './signIn.ts';

const SHOWN_AT_MOST = 50;
const SEARCH_FROM = 8;

export type PickPage = {
  /** Where the forms go: path and the client's own parameters. */
  path: string;
  params: URLSearchParams;
  appName: string;
  accounts: Account[];
  /** What was typed into the search field; person to show first. */
  search: string;
  hint: string | null;
  title?: string;
  explanation?: string;
};

/** "Pick an account": everybody who may sign in here, with a search. */
export function pickPage(seed: PickPage): Markup {
  const found = filterAccounts(seed.accounts, seed.search, seed.hint);
  const shown = found.slice(0, SHOWN_AT_MOST);
  const title = seed.title ?? 'Pick an account';
  const action = `${seed.path}?${seed.params.toString()}`;
  return page(
    title,
    html`<h1>${title}</h1>
      <p class="soft">${seed.explanation ?? html`to continue to <b>${seed.appName}</b>`}</p>
      ${
        seed.accounts.length >= SEARCH_FROM
          ? html`<form class="search" method="get" action="${seed.path}" role="search">
              ${hiddenFields(seed.params)}
              <input
                type="search"
                name="sim_search"
                value="${seed.search}"
                placeholder="Name or address"
                aria-label="Search people"
              />
              <button class="button">Search</button>
            </form>`
          : ''
      }
      <form method="post" action="${action}">
        ${
          shown.length > 0
            ? html`<ul class="people">
                ${shown.map((account) => personButton(account, tagsOf(account)))}
              </ul>`
            : html`<p>Nobody here goes by “${seed.search}”.</p>`
        }
        ${
          found.length > shown.length
            ? html`<p class="small soft">
                ${found.length - shown.length} more people: search for a name to see them.
              </p>`
            : ''
        }
        <div class="actions">
          <button class="button" name="sim_decision" value="decline">Cancel</button>
        </div>
      </form>`,
  );
}

function filterAccounts(accounts: Account[], search: string, hint: string | null): Account[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = accounts.filter(({ person }) => {
    const { mail } = person.properties;
    const text = `${person.displayName} ${person.userPrincipalName} ${typeof mail === 'string' ? mail : ''}`;
    return words.every((word) => text.toLowerCase().includes(word));
  });
  const hinted = hint?.toLowerCase();
  const isHinted = ({ person }: Account) =>
    hinted !== undefined && [person.userPrincipalName.toLowerCase(), person.id].includes(hinted);
  return [...matching.filter(isHinted), ...matching.filter((account) => !isHinted(account))];
}

function tagsOf({ person }: Account): string[] {
  const tags: string[] = [];
  if (person.properties.userType === 'Guest') tags.push('Guest');
  if (!person.accountEnabled) tags.push('Blocked');
  return tags;
}

export type ConsentPage = {
  action: string;
  appName: string;
  account: Account;
  delegated: string[];
  application: string[];
  /** Offers consent on behalf of everybody. */
  offerOrganization: boolean;
  forEverybody: boolean;
};

/** "Permissions requested", with Accept and Decline. */
export function consentPage(seed: ConsentPage): Markup {
  const title = seed.forEverybody ? 'Permissions requested for your organization' : 'Permissions requested';
  return page(
    title,
    html`<h1>${title}</h1>
      <p><b>${seed.appName}</b> would like to:</p>
      <ul class="grants">
        ${seed.delegated.map((name) => grant(name, DELEGATED[name]?.sentence))}
        ${seed.application.map((name) => grant(`${name} (application)`, APPLICATION[name]?.sentence))}
      </ul>
      ${personLine(seed.account)}
      <p class="small soft">
        ${
          seed.forEverybody
            ? 'If you accept, this app gets these permissions for everybody in your organization. Nobody else will be asked.'
            : 'You can take these permissions back at any time. Accept only if you trust this app.'
        }
      </p>
      <form method="post" action="${seed.action}">
        <input type="hidden" name="sim_person" value="${seed.account.person.id}" />
        ${
          seed.offerOrganization
            ? html`<label class="check small"
                ><input type="checkbox" name="sim_organization" value="yes" /> Consent on behalf of your
                organization</label
              >`
            : ''
        }
        <div class="actions">
          <button class="button" name="sim_decision" value="decline">Decline</button>
          <button class="button main" name="sim_decision" value="accept">Accept</button>
        </div>
      </form>`,
  );
}

function grant(name: string, sentence: string | undefined): Markup {
  return html`<li>${sentence ?? name}<code>${name}</code></li>`;
}

/** "Need admin approval" (AADSTS90094). */
export function askAdministratorPage(seed: { action: string; appName: string; account: Account }): Markup {
  return page(
    'Need admin approval',
    html`<h1>Need admin approval</h1>
      <p>
        <b>${seed.appName}</b> needs permission to access resources in your organization that only an
        administrator can grant. Please ask one to approve it, then sign in again.
      </p>
      ${personLine(seed.account)}
      <form method="post" action="${seed.action}">
        <div class="actions">
          <button class="button" name="sim_decision" value="blocked">
            Return to the application without granting consent
          </button>
        </div>
      </form>`,
  );
}

/** A problem that cannot be told to the client, because its redirect URI is in doubt or a person must act. */
export function problemPage(seed: {
  code: number;
  message: string;
  traceId: string;
  correlationId: string;
  timestamp: string;
}): Markup {
  return page(
    'Sign-in problem',
    html`<h1>Sorry, we can’t sign you in</h1>
      <p class="problem" role="alert">AADSTS${seed.code}: ${seed.message}</p>
      <dl>
        <dt>Trace ID</dt>
        <dd>${seed.traceId}</dd>
        <dt>Correlation ID</dt>
        <dd>${seed.correlationId}</dd>
        <dt>Timestamp</dt>
        <dd>${seed.timestamp}</dd>
      </dl>`,
  );
}

export function signedOutPage(): Markup {
  return page(
    'Signed out',
    html`<h1>You signed out of your account</h1>
      <p class="soft">It’s a good idea to close all browser windows.</p>`,
  );
}
