import type { Hono } from 'hono';
import { isObject } from '../graph/body.ts';
import { textOfHtml, wrapHtml } from '../mail/bodies.ts';
import { mountCalendarPages } from './calendarRoutes.ts';
import { formText, withActor, type OutlookHost } from './host.ts';
import { mountPeople } from './peopleRoutes.ts';
import { mailPage } from './mailPage.ts';
import { outsidePage } from './outsidePage.ts';
import { pickPage } from './pickPage.ts';
import { pathOf } from './shell.ts';
import { mountTodoPages } from './todoRoutes.ts';

/** An Outlook-like page to see and edit every mailbox: server-made HTML and plain forms, no scripts. */
export function mountOutlook(app: Hono, host: OutlookHost): void {
  const { state } = host;
  app.get('/outlook', (context) => context.html(pickPage(state, context.req.query('q') ?? '')));
  app.get('/outlook/outside', (context) =>
    context.html(outsidePage(state, context.req.query('address'), context.req.query('mail'))),
  );
  app.get('/outlook/outside/body', (context) => {
    const mail = state.mail.outbox.find(({ id }) => id === context.req.query('mail'));
    if (mail === undefined) return context.text('There is no such message.', 404);
    return mailDocument(wrapHtml(mail.html, mail.text ?? textOfHtml(mail.html ?? '')));
  });
  mountPeople(app, host);
  mountCalendarPages(app, host);
  mountTodoPages(app, host);
  mountMailPages(app, host);
  app.get('/outlook/:person', (context) =>
    withActor(host, context, ({ person }) => context.redirect(pathOf(person, 'people'))),
  );
}

function mountMailPages(app: Hono, host: OutlookHost): void {
  app.get('/outlook/:person/mail', (context) =>
    withActor(host, context, async (actor) => {
      const query = (name: string) => context.req.query(name);
      const pageNumber = Math.max(1, Number(query('page')) || 1);
      const view = {
        folderId: query('folder'),
        search: query('q') ?? '',
        pageNumber,
        messageId: query('message'),
      };
      return context.html(await mailPage(actor, view));
    }),
  );
  app.get('/outlook/:person/mail/body', (context) =>
    withActor(host, context, async (actor) => {
      const id = context.req.query('message') ?? '';
      const { body } = await actor.call('GET', `/messages/${encodeURIComponent(id)}`);
      const itemBody = body instanceof Uint8Array || !isObject(body) ? undefined : body.body;
      const content = isObject(itemBody) && typeof itemBody.content === 'string' ? itemBody.content : '';
      return mailDocument(wrapHtml(content, ''));
    }),
  );
  for (const action of ['delete', 'unread'] as const) {
    app.post(`/outlook/:person/mail/${action}`, (context) =>
      withActor(host, context, async (actor) => {
        const form = await context.req.formData();
        const [id, folder] = [formText(form, 'id'), formText(form, 'folder')];
        const path = `/messages/${encodeURIComponent(id)}`;
        await (action === 'delete'
          ? actor.call('DELETE', path)
          : actor.call('PATCH', path, { isRead: false }));
        return context.redirect(pathOf(actor.person, 'mail', { folder }), 303);
      }),
    );
  }
}

/** A message's HTML for the frame: no script runs, links open in a new tab. */
function mailDocument(content: string): Response {
  const base = '<base target="_blank">';
  const withBase = /<head[^>]*>/i.test(content)
    ? content.replace(/<head[^>]*>/i, (head) => `${head}${base}`)
    : base + content;
  return new Response(withBase, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data: http: https:; style-src 'unsafe-inline'",
    },
  });
}
