import { addContainer, childContainers, deleteContainer, touchContainer } from '../../state/containers.ts';
import { wellKnownContainer } from '../../state/mailbox.ts';
import type { Container, JsonObject } from '../../state/types.ts';
import { addressOf } from '../../mail/outbox.ts';
import { bodyObject, readBody, textOf, type PropertyType } from '../body.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { graphError, itemNotFound } from '../errors.ts';
import { splitCustom } from '../items/custom.ts';
import { arrange, contextUrl, pageAnswer } from '../odata/collection.ts';
import { extendedRows, matchesExtended } from '../odata/evaluate.ts';
import { readQuery, type Query } from '../odata/query.ts';
import { PROVIDERS } from './online.ts';

const COLORS =
  'auto lightBlue lightGreen lightOrange lightGray lightYellow lightTeal lightPink lightBrown lightRed maxColor'.split(
    ' ',
  );

const TYPES: Record<string, PropertyType> = { name: 'string', color: 'string' };
for (const name of 'id hexColor isDefaultCalendar isRemovable canEdit canShare canViewPrivateItems isTallyingResponses owner changeKey allowedOnlineMeetingProviders defaultOnlineMeetingProvider'.split(
  ' ',
))
  TYPES[name] = 'readOnly';

/** The calendar of the path, 404 when there is none; the default one where the path names none. */
export function calendarOf(call: MailboxCall): Container {
  checkGroup(call);
  const { calendarId } = call.params;
  if (calendarId === undefined) return wellKnownContainer(call.mailbox, 'calendar');
  const calendar = call.mailbox.containers.get(calendarId);
  if (calendar?.kind !== 'calendar') throw itemNotFound();
  return calendar;
}

/** Every mailbox has one group, which holds all calendars; its id is made of the default calendar's. */
export function groupView(call: MailboxCall): JsonObject {
  const { id, changeKey } = wellKnownContainer(call.mailbox, 'calendar');
  return {
    name: 'My Calendars',
    classId: '0006f0b7-0000-0000-c000-000000000046',
    changeKey,
    id: `${id.slice(0, -2)}GA=`,
  };
}

export function checkGroup(call: MailboxCall): void {
  const { groupId } = call.params;
  if (groupId !== undefined && groupId !== groupView(call)['id']) throw itemNotFound();
}

/** Calendar entity (GRAPH 2.3): a changeKey, but no etag. */
export function showCalendar(
  call: MailboxCall,
  calendar: Container,
  query: Pick<Query, 'select' | 'expand'>,
): JsonObject {
  const isDefault = calendar.wellKnownName === 'calendar';
  const { person } = call;
  const full: JsonObject = {
    id: calendar.id,
    name: calendar.properties['name'] ?? null,
    color: calendar.properties['color'] ?? 'auto',
    hexColor: '',
    isDefaultCalendar: isDefault,
    changeKey: calendar.changeKey,
    canShare: true,
    canViewPrivateItems: true,
    canEdit: true,
    allowedOnlineMeetingProviders: PROVIDERS,
    defaultOnlineMeetingProvider: PROVIDERS[0] ?? 'unknown',
    isTallyingResponses: isDefault,
    isRemovable: !isDefault,
    owner: { name: person.displayName, address: addressOf(person) },
  };
  const view: JsonObject = {};
  for (const [name, value] of Object.entries(full))
    if (name === 'id' || query.select === null || query.select.has(name.toLowerCase())) view[name] = value;
  const filter = query.expand.get('singlevalueextendedproperties')?.filter;
  const found = filter
    ? [...calendar.extendedProperties.values()].filter((property) => matchesExtended(filter, property))
    : [];
  if (found.length > 0) view['singleValueExtendedProperties'] = found.map(({ id, value }) => ({ id, value }));
  return view;
}

const WHOLE = { select: null, expand: new Map() };

export function listCalendars(call: MailboxCall): GraphAnswer {
  checkGroup(call);
  const query = readQuery(call.query);
  const rows = arrange(childContainers(call.mailbox, 'calendar', null), query, (calendar) => (name) => {
    if (name.toLowerCase() === 'singlevalueextendedproperties')
      return extendedRows(calendar.extendedProperties);
    return showCalendar(call, calendar, WHOLE)[name];
  });
  return pageAnswer(call, query, rows, context(call), (calendar) => showCalendar(call, calendar, query));
}

export function getCalendar(call: MailboxCall): GraphAnswer {
  return answer(call, 200, calendarOf(call), readQuery(call.query));
}

export function postCalendar(call: MailboxCall): GraphAnswer {
  checkGroup(call);
  const { rest, extendedProperties } = splitCustom(bodyObject(call));
  const properties = readCalendar(call, rest, null);
  if (properties['name'] === undefined)
    throw graphError(400, 'ErrorInvalidRequest', 'A calendar needs a name.');
  const calendar = addContainer(call.state, call.mailbox, { kind: 'calendar', parentId: null, properties });
  for (const property of extendedProperties) calendar.extendedProperties.set(property.id, property);
  return answer(call, 201, calendar, WHOLE);
}

export function patchCalendar(call: MailboxCall): GraphAnswer {
  const calendar = calendarOf(call);
  const { rest, extendedProperties } = splitCustom(bodyObject(call));
  const properties = readCalendar(call, rest, calendar);
  const { name } = properties;
  if (calendar.wellKnownName !== null && name !== undefined && name !== calendar.properties['name'])
    throw refused(call, 'renamed');
  Object.assign(calendar.properties, properties);
  for (const property of extendedProperties) calendar.extendedProperties.set(property.id, property);
  touchContainer(call.state, call.mailbox, calendar);
  return answer(call, 200, calendar, WHOLE);
}

/** 204; its events go too, and nobody is mailed of them. */
export function removeCalendar(call: MailboxCall): GraphAnswer {
  const calendar = calendarOf(call);
  if (calendar.wellKnownName !== null) throw refused(call, 'deleted');
  deleteContainer(call.state, call.mailbox, calendar);
  return { status: 204 };
}

function refused(call: MailboxCall, what: string): Error {
  const status = call.state.unknowns.defaultCalendarStatus;
  return graphError(
    status,
    status === 403 ? 'ErrorAccessDenied' : 'ErrorInvalidRequest',
    `The default calendar cannot be ${what}.`,
  );
}

function readCalendar(call: MailboxCall, body: JsonObject, calendar: Container | null): JsonObject {
  const { name, color } = readBody('calendar', TYPES, body);
  const properties: JsonObject = {};
  if (typeof color === 'string') {
    if (!COLORS.includes(color))
      throw graphError(400, 'RequestBodyRead', `Requested value '${color}' was not found.`);
    properties['color'] = color;
  }
  if (typeof name !== 'string') return properties;
  if (name.trim() === '') throw graphError(400, 'ErrorInvalidRequest', 'A calendar needs a name.');
  const isTaken = childContainers(call.mailbox, 'calendar', null).some(
    (other) => other !== calendar && textOf(other.properties['name']).toLowerCase() === name.toLowerCase(),
  );
  if (isTaken) throw graphError(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
  return { ...properties, name };
}

function context(call: MailboxCall): string {
  return `users('${encodeURIComponent(call.person.id)}')/calendars`;
}

function answer(
  call: MailboxCall,
  status: number,
  calendar: Container,
  query: Pick<Query, 'select' | 'expand'>,
): GraphAnswer {
  const body = {
    '@odata.context': contextUrl(call, `${context(call)}/$entity`),
    ...showCalendar(call, calendar, query),
  };
  return { status, body };
}
