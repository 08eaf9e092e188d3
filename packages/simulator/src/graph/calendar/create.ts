import { createItem } from '../../state/items.ts';
import type {
  Container,
  Item,
  JsonObject,
  Mailbox,
  Person,
  SimulatorState,
  Tenant,
} from '../../state/types.ts';
import type { SplitBody } from '../items/custom.ts';
import { NEVER, readAttendees, recipientOf } from './attendees.ts';
import { newICalUId } from './ids.ts';
import { noteEvent } from './index.ts';
import { NOT_ONLINE, onlineChanges } from './online.ts';
import { NO_PLACE } from './places.ts';
import { settleTimes } from './write.ts';

/** Whose calendar it is. */
export type Owner = { state: SimulatorState; tenant: Tenant; person: Person; mailbox: Mailbox };

const DEFAULTS: JsonObject = {
  categories: [],
  reminderMinutesBeforeStart: 15,
  isReminderOn: true,
  hasAttachments: false,
  subject: '',
  importance: 'normal',
  sensitivity: 'normal',
  isAllDay: false,
  isCancelled: false,
  isOrganizer: true,
  responseRequested: true,
  seriesMasterId: null,
  onlineMeetingUrl: null,
  allowNewTimeProposals: true,
  isDraft: false,
  hideAttendees: false,
  body: { contentType: 'html', content: '' },
  recurrence: null,
  attendees: [],
  ...NO_PLACE,
  ...NOT_ONLINE,
};

/** Stores a new event of the owner; `values` as `readEvent` gives them. Nobody is mailed. Throws 400. */
export function storeEvent(
  owner: Owner,
  container: Container,
  values: JsonObject,
  custom: Partial<Pick<SplitBody, 'extendedProperties' | 'extensions'>> = {},
): Item {
  const { state, tenant, person, mailbox } = owner;
  const { allDayShowAs, appointmentResponse } = state.unknowns;
  const attendees = Array.isArray(values['attendees']) ? readAttendees(tenant, values['attendees'], []) : [];
  const isMeeting = attendees.length > 0;
  const properties: JsonObject = {
    ...DEFAULTS,
    showAs: values['isAllDay'] === true ? allDayShowAs : 'busy',
    organizer: recipientOf(person),
    responseStatus: { response: isMeeting ? 'organizer' : appointmentResponse, time: NEVER },
    iCalUId: newICalUId(state),
    ...values,
    attendees,
  };
  Object.assign(properties, settleTimes(properties), onlineChanges(state, DEFAULTS, properties));
  const item = createItem(state, mailbox, container, { kind: 'event', properties, ...custom });
  noteEvent(mailbox, item);
  return item;
}
