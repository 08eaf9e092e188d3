import { html, raw } from 'hono/html';
import { outsideAddresses, outsideMail } from '../mail/outbox.ts';
import type { SimulatorState } from '../state/types.ts';
import { time } from './mailPage.ts';
import { face, listHeading, page, type Markup } from './shell.ts';

/** `/outlook/outside`: mail to addresses that have no mailbox in the simulator, such as invited people. */
export function outsidePage(
  state: SimulatorState,
  asked: string | undefined,
  mailId: string | undefined,
): Markup {
  const addresses = outsideAddresses(state);
  const address = asked ?? addresses[0] ?? '';
  const mails = outsideMail(state, address).toReversed();
  const mail = mails.find(({ id }) => id === mailId);
  const link = (query: Record<string, string>) => `/outlook/outside?${new URLSearchParams(query).toString()}`;
  return page(
    { title: 'Mail to other addresses' },
    html`<main class="panes ${mail === undefined ? '' : 'open'}" id="content">
      <section class="pane folders" aria-label="Addresses">
        <p class="small soft">Addresses without a mailbox here</p>
        <ul class="plain">
          ${addresses.map(
            (name) =>
              html`<li>
                <a href="${link({ address: name })}" ${name === address ? raw('aria-current="page"') : ''}
                  >${name} <span class="count">${outsideMail(state, name).length}</span></a
                >
              </li>`,
          )}
        </ul>
      </section>
      <section class="pane list" aria-label="Messages">
        ${listHeading(address === '' ? 'Mail to other addresses' : address, mail !== undefined)}
        ${
          mails.length === 0
            ? html`<p class="empty">No mail has left the tenant.</p>`
            : html`<ul class="plain rows">
                ${mails.map(
                  ({ id, from, subject, sentAtMs }) =>
                    html`<li>
                      <a
                        href="${link({ address, mail: id })}"
                        ${id === mailId ? raw('aria-current="true"') : ''}
                      >
                        ${face(from.name || from.address)}
                        <span
                          ><b
                            ><span>${from.name || from.address}</span
                            >${time(new Date(sentAtMs).toISOString())}</b
                          ><small style="color:inherit">${subject || '(no subject)'}</small></span
                        >
                      </a>
                    </li>`,
                )}
              </ul>`
        }
      </section>
      <section class="pane detail" aria-label="Message">
        ${
          mail === undefined
            ? html`<p class="empty">Choose a message to read it here.</p>`
            : html`<a class="back" href="${link({ address })}">‹ All messages</a>
                <h1>${mail.subject || '(no subject)'}</h1>
                <p class="small">
                  From <b>${mail.from.name} &lt;${mail.from.address}&gt;</b> to ${address},
                  ${time(new Date(mail.sentAtMs).toISOString())}
                </p>
                <iframe
                  class="mail"
                  title="Text of the message"
                  sandbox="allow-popups allow-popups-to-escape-sandbox"
                  src="/outlook/outside/body?${new URLSearchParams({ mail: mail.id }).toString()}"
                ></iframe>`
        }
      </section>
    </main>`,
  );
}
