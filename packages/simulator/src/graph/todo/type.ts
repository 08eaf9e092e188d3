import { createItem, deleteItem, updateItem } from '../../state/items.ts';
import type { Container, Item, Json, JsonObject } from '../../state/types.ts';
import { isObject } from '../body.ts';
import type { MailboxCall } from '../call.ts';
import { splitCustom } from '../items/custom.ts';
import type { ItemType } from '../items/type.ts';
import { preference } from '../prefer.ts';
import { ticksUtc } from '../time.ts';
import { ianaZone } from '../zones.ts';
import { completeRecurring } from './complete.ts';
import { inZone, isMoment } from './dates.ts';
import { newParts, partsOf } from './parts.ts';
import { completesRecurring, newTaskValues, taskValues } from './write.ts';

const NAMES = [
  'id',
  'importance',
  'isReminderOn',
  'status',
  'title',
  'createdDateTime',
  'lastModifiedDateTime',
  'hasAttachments',
  'categories',
  'body',
  'bodyLastModifiedDateTime',
  'dueDateTime',
  'startDateTime',
  'completedDateTime',
  'reminderDateTime',
  'recurrence',
];
const MOMENTS = ['dueDateTime', 'startDateTime', 'completedDateTime', 'reminderDateTime'];

/** Tasks (GRAPH 1.6, 2.7): what is unset is left out; no immutable ids, no extended properties. */
export const TODO_TASK: ItemType = {
  kind: 'todoTask',
  containerKind: 'todoTaskList',
  entity: 'todoTask',
  names: NAMES,
  omitsEmpty: true,
  hasImmutableIds: false,
  hasExtendedProperties: false,
  context: (call, list) =>
    `users('${encodeURIComponent(call.person.id)}')/todo/lists('${encodeURIComponent(list.id)}')/tasks`,
  read: readProperty,
  create: (call, list, body) => createTask(call, list, body, true),
  update: (call, item, body) => updateTask(call, item, body, true),
  remove: (call, item) => deleteItem(call.state, call.mailbox, item),
  expand: {
    checklistItems: (_call, item) => partsOf(item, 'checklistItems'),
    linkedResources: (_call, item) => partsOf(item, 'linkedResources'),
    attachments: () => [],
  },
  present: presentDates,
};

/** A new task with its checklist, linked resources and extensions. Only a person in Outlook can leave the title empty. Throws 400. */
export function createTask(call: MailboxCall, list: Container, body: JsonObject, needsTitle: boolean): Item {
  const { extensions, checklistItems, linkedResources, ...rest } = body;
  const properties = newTaskValues(call, rest, needsTitle);
  const custom = splitCustom(extensions === undefined ? {} : { extensions });
  return createItem(call.state, call.mailbox, list, {
    kind: 'todoTask',
    properties: {
      ...properties,
      checklistItems: newParts(call.state, 'checklistItems', checklistItems),
      linkedResources: newParts(call.state, 'linkedResources', linkedResources),
    },
    extensions: custom.extensions,
  });
}

/** Changes a task; what lies within it has calls of its own. Throws 400. */
export function updateTask(call: MailboxCall, item: Item, body: JsonObject, needsTitle: boolean): void {
  const values = taskValues(call, body, item.properties, needsTitle);
  if (completesRecurring(item.properties, values)) completeRecurring(call, item, values);
  else updateItem(call.state, call.mailbox, item, values);
}

function readProperty(item: Item, name: string): Json | undefined {
  switch (name) {
    case 'createdDateTime':
      return ticksUtc(item.createdAtMs);
    case 'lastModifiedDateTime':
      return ticksUtc(item.lastModifiedAtMs);
    case 'hasAttachments':
      return false;
    default: {
      const value = item.properties[name];
      return isMoment(value) ? { dateTime: value.dateTime, timeZone: value.timeZone } : value;
    }
  }
}

/** `Prefer: outlook.timezone`; a zone that nobody knows is passed over. */
function presentDates(call: MailboxCall, _mailbox: unknown, entity: JsonObject): void {
  const name = preference(call, 'outlook.timezone');
  const zone = name === null ? null : ianaZone(name);
  if (name === null || zone === null) return;
  for (const property of MOMENTS) {
    const value = entity[property];
    if (isObject(value)) entity[property] = inZone(value, name, zone);
  }
}
