import { bodyObject } from '../body.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { graphError } from '../errors.ts';
import { contextUrl } from '../odata/collection.ts';
import type { Router } from '../router.ts';
import { translateIds } from './translate.ts';

const SETTINGS = {
  scopes: ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'],
  roles: ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'],
};
const ANY = ['User.Read', 'User.ReadBasic.All', 'User.Read.All'];

/** What belongs to the mailbox as a whole: its settings, and translation of ids. */
export function mountMailbox(router: Router<MailboxCall, GraphAnswer>): void {
  router.on('GET', '/mailboxSettings', SETTINGS, settings);
  router.on(
    'PATCH',
    '/mailboxSettings',
    { scopes: ['MailboxSettings.ReadWrite'], roles: ['MailboxSettings.ReadWrite'] },
    (call) => {
      const { timeZone } = bodyObject(call);
      if (timeZone !== undefined && typeof timeZone !== 'string')
        throw graphError(400, 'ErrorInvalidRequest', 'timeZone must be a string.');
      if (timeZone !== undefined) call.person.timeZone = timeZone;
      return settings(call);
    },
  );
  router.on('POST', '/translateExchangeIds', { scopes: ANY, roles: ANY }, translateIds);
}

function settings(call: MailboxCall): GraphAnswer {
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(call, `users('${call.person.id}')/mailboxSettings`),
      timeZone: call.person.timeZone,
      language: { locale: 'en-US', displayName: 'English (United States)' },
    },
  };
}
