import { sendInternalMail } from '../../mail/outbox.ts';
import { newGuid } from '../../state/ids.ts';
import { addPerson, findPerson } from '../../state/people.ts';
import { bodyObject } from '../body.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { graphError } from '../errors.ts';
import { contextUrl } from '../odata/collection.ts';

/** Addresses may not hold `+` and the like (GRAPH 1.1). */
const ADDRESS = /^[\w.'-]+@[\w-]+(\.[\w-]+)+$/;

/** `POST /invitations` (GRAPH 1.1): makes a guest. The service mails only when asked to. */
export function invite(call: GraphCall): GraphAnswer {
  const body = bodyObject(call);
  const { invitedUserEmailAddress: address, inviteRedirectUrl, invitedUserDisplayName } = body;
  const sendInvitationMessage = body['sendInvitationMessage'] === true;
  if (typeof address !== 'string' || !ADDRESS.test(address)) {
    throw graphError(400, 'BadRequest', 'The invited user email address is not valid.');
  }
  if (typeof inviteRedirectUrl !== 'string')
    throw graphError(400, 'BadRequest', 'inviteRedirectUrl is required.');
  const { tenant } = call.caller;
  const guest =
    findPerson(tenant, address) ??
    addPerson(call.state, tenant, {
      userPrincipalName: `${address.replace('@', '_')}#EXT#@${tenant.domain}`,
      displayName:
        typeof invitedUserDisplayName === 'string'
          ? invitedUserDisplayName
          : (address.split('@')[0] ?? address),
      hasMailbox: false,
      properties: { mail: address, userType: 'Guest', externalUserState: 'PendingAcceptance' },
    });
  const id = newGuid(call.state);
  const inviteRedeemUrl = `${call.origin}/redeem?rd=${id}`;
  if (sendInvitationMessage && call.caller.personId !== null) {
    sendInternalMail(call.state, {
      kind: 'notice',
      tenantId: tenant.id,
      personId: call.caller.personId,
      to: [{ name: guest.displayName, address }],
      subject: `You're invited to ${tenant.displayName}`,
      text: inviteRedeemUrl,
    });
  }
  return {
    status: 201,
    body: {
      '@odata.context': contextUrl(call, 'invitations/$entity'),
      id,
      inviteRedeemUrl,
      invitedUserDisplayName: guest.displayName,
      invitedUserEmailAddress: address,
      inviteRedirectUrl,
      sendInvitationMessage,
      status: 'PendingAcceptance',
      invitedUser: { id: guest.id },
    },
  };
}
