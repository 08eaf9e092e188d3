import type { Hono } from 'hono';
import { revokePerson, withdrawConsent, issueAccessToken } from '../entra/tokens.ts';
import { isObject, textOf } from '../graph/body.ts';
import { userView } from '../graph/directory/user.ts';
import { subscriptionsOf } from '../graph/subscriptions/mailboxes.ts';
import type { Simulator } from '../simulator.ts';
import { addPerson, firstTenant, touchPerson } from '../state/people.ts';
import { mailboxOf } from '../state/mailbox.ts';
import { ControlError, personNamed, readJson } from './errors.ts';

/** The people of the tenant, and what an administrator or misfortune does to them. */
export function mountPeople(control: Hono, simulator: Simulator): void {
  const { state } = simulator;
  /** `?search=ann&top=50`. */
  control.get('/people', (context) => {
    const { search = '', top = '100' } = context.req.query();
    const found = [];
    for (const tenant of state.tenants.values()) {
      for (const person of tenant.people.values()) {
        if (found.length >= Number(top)) break;
        const text = `${person.displayName} ${person.userPrincipalName}`.toLowerCase();
        if (text.includes(search.toLowerCase()))
          found.push({
            tenantId: tenant.id,
            ...userView(person, null, false),
            hasMailbox: person.hasMailbox,
            accountEnabled: person.accountEnabled,
          });
      }
    }
    return context.json({ people: found });
  });
  control.post('/people', async (context) => {
    const { userPrincipalName, displayName, tenantId, properties, timeZone } = await readJson(context);
    if (typeof userPrincipalName !== 'string' || typeof displayName !== 'string')
      throw new ControlError('userPrincipalName and displayName are needed.');
    const tenant = typeof tenantId === 'string' ? state.tenants.get(tenantId) : firstTenant(state);
    if (tenant === undefined) throw new ControlError('There is no such tenant.', 404);
    if (tenant.names.has(userPrincipalName.toLowerCase()))
      throw new ControlError('There is somebody of that userPrincipalName.');
    const person = addPerson(state, tenant, {
      userPrincipalName,
      displayName,
      ...(isObject(properties) ? { properties } : {}),
      ...(typeof timeZone === 'string' ? { timeZone } : {}),
    });
    return context.json(userView(person, null, true), 201);
  });
  /** `{"hasMailbox":false}`, `{"accountEnabled":false}`, `{"properties":{…}}`. */
  control.patch('/people/:person', async (context) => {
    const { tenant, person } = personNamed(state, context.req.param('person'));
    const { hasMailbox, accountEnabled, displayName, timeZone, properties } = await readJson(context);
    if (typeof hasMailbox === 'boolean') person.hasMailbox = hasMailbox;
    if (typeof accountEnabled === 'boolean') person.accountEnabled = accountEnabled;
    if (typeof displayName === 'string') person.displayName = displayName;
    if (typeof timeZone === 'string') person.timeZone = timeZone;
    if (isObject(properties)) Object.assign(person.properties, properties);
    touchPerson(state, tenant, person);
    return context.json(userView(person, null, true));
  });
  /** Every token of the person stops working; their subscriptions ask for new authority. */
  control.post('/people/:person/revoke', (context) => {
    const { tenant, person } = personNamed(state, context.req.param('person'));
    revokePerson(state, tenant.id, person.id);
    for (const subscription of subscriptionsOf(state, tenant.id, person.id)) {
      if (subscription.creatorId !== null) simulator.notifier.requireAuthorisation(subscription);
    }
    return context.body(null, 204);
  });
  /** All delta links of the mailbox expire. */
  control.post('/people/:person/expire-delta', (context) => {
    const { tenant, person } = personNamed(state, context.req.param('person'));
    mailboxOf(state, tenant, person.id).deltaEpoch++;
    return context.body(null, 204);
  });
  /** `{"appId":"…","scopes":[…],"expiresInS":3600}`: a ready access token. */
  control.post('/people/:person/token', async (context) => {
    const { tenant, person } = personNamed(state, context.req.param('person'));
    const { appId = 'control', scopes, expiresInS } = await readJson(context);
    const accessToken = issueAccessToken(state, {
      tenantId: tenant.id,
      personId: person.id,
      appId: textOf(appId),
      scopes: Array.isArray(scopes) ? scopes.map(String) : ALL_SCOPES,
      ...(typeof expiresInS === 'number' ? { expiresInS } : {}),
    });
    return context.json({ accessToken });
  });
  /** `{"appId":"…","tenantId":"…"}`: an administrator takes the app's consent away. */
  control.post('/withdraw-consent', async (context) => {
    const { appId, tenantId = firstTenant(state).id } = await readJson(context);
    if (typeof appId !== 'string') throw new ControlError('appId is needed.');
    withdrawConsent(state, textOf(tenantId), appId);
    for (const subscription of state.subscriptions.values()) {
      if (subscription.applicationId === appId && subscription.tenantId === tenantId)
        simulator.notifier.requireAuthorisation(subscription);
    }
    return context.body(null, 204);
  });
}

const ALL_SCOPES = [
  'User.Read',
  'User.Read.All',
  'Organization.Read.All',
  'Contacts.ReadWrite',
  'Calendars.ReadWrite',
  'Tasks.ReadWrite',
  'Mail.ReadWrite',
  'Mail.Send',
  'MailboxSettings.ReadWrite',
];
