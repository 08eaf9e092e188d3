import { newGuid } from '../../state/ids.ts';
import { addPerson, findPerson } from '../../state/people.ts';
import { bodyObject } from '../body.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { graphError } from '../errors.ts';
import { contextUrl } from '../odata/collection.ts';

/** Addresses may not hold `+` and the like (GRAPH 1.1). */
const ADDRESS = /^[\w.'-]+@[\w-]+(\.[\w-]+)+$/;

/** `POST /invitations` (GRAPH 1.1): makes a guest. The service's own mail is not sent, whatever sendInvitationMessage says. */
export function invite(call: GraphCall): GraphAnswer {
  const { invitedUserEmailAddress: address, inviteRedirectUrl, invitedUserDisplayName } = bodyObject(call);
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
  return {
    status: 201,
    body: {
      '@odata.context': contextUrl(call, 'invitations/$entity'),
      id,
      inviteRedeemUrl: `${call.origin}/redeem?rd=${id}`,
      invitedUserDisplayName: guest.displayName,
      invitedUserEmailAddress: address,
      inviteRedirectUrl,
      sendInvitationMessage: false,
      status: 'PendingAcceptance',
      invitedUser: { id: guest.id },
    },
  };
}
