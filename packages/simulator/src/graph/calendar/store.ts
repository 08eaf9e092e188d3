import { newChangeKey } from '../../state/ids.ts';
import { updateItem } from '../../state/items.ts';
import type { Item, JsonObject, Mailbox, SimulatorState } from '../../state/types.ts';
import type { SplitBody } from '../items/custom.ts';
import { masterOf, plannedDayOf, seriesOf, type Exception, type Series } from './series.ts';

type Custom = Pick<SplitBody, 'extendedProperties' | 'extensions'>;

const NO_CUSTOM: Custom = { extendedProperties: [], extensions: [] };

/** Writes values into any event: into the item itself, or into the exception that an occurrence becomes. */
export function changeEvent(
  state: SimulatorState,
  mailbox: Mailbox,
  item: Item,
  values: JsonObject,
  custom: Custom = NO_CUSTOM,
): void {
  const day = plannedDayOf(item);
  if (day !== null) return changeOccurrence(state, mailbox, item, day, values, custom);
  for (const property of custom.extendedProperties) item.extendedProperties.set(property.id, property);
  for (const [name, given] of custom.extensions) item.extensions.set(name, given);
  writeMaster(state, mailbox, item, values);
}

function changeOccurrence(
  state: SimulatorState,
  mailbox: Mailbox,
  occurrence: Item,
  day: string,
  values: JsonObject,
  custom: Custom,
): void {
  const master = masterOf(mailbox, occurrence);
  const { exceptions, cancelled } = seriesOf(master);
  const before = exceptions[day];
  const atMs = state.clock.now();
  const given = new Set(custom.extendedProperties.map(({ id }) => id));
  const exception: Exception = {
    values: { ...before?.values, ...values },
    changeKey: newChangeKey(state),
    createdAtMs: before?.createdAtMs ?? atMs,
    lastModifiedAtMs: atMs,
    extendedProperties: [
      ...(before?.extendedProperties ?? []).filter(({ id }) => !given.has(id)),
      ...custom.extendedProperties,
    ],
    extensions: { ...before?.extensions, ...Object.fromEntries(custom.extensions) },
  };
  writeSeries(state, mailbox, master, { exceptions: { ...exceptions, [day]: exception }, cancelled });
}

/** Takes one occurrence out of its series; the master alone is told of (GRAPH 5, 6). */
export function dropOccurrence(state: SimulatorState, mailbox: Mailbox, occurrence: Item, day: string): void {
  const master = masterOf(mailbox, occurrence);
  const { exceptions, cancelled } = seriesOf(master);
  const { [day]: _gone, ...others } = exceptions;
  writeSeries(state, mailbox, master, { exceptions: others, cancelled: [...cancelled, day].sort() });
}

function writeSeries(state: SimulatorState, mailbox: Mailbox, master: Item, series: Series): void {
  writeMaster(state, mailbox, master, { series });
}

/** One change, and as many notifications as the tenant gives for it (GRAPH 5, own writes). */
function writeMaster(state: SimulatorState, mailbox: Mailbox, item: Item, values: JsonObject): void {
  updateItem(state, mailbox, item, values);
  const { id, immutableId, changeKey, kind, containerId } = item;
  for (let extra = 1; extra < state.unknowns.notificationsPerEventUpdate; extra++)
    for (const listener of state.listeners)
      listener({
        tenantId: mailbox.tenantId,
        personId: mailbox.personId,
        changeType: 'updated',
        containerId,
        containerKind: 'calendar',
        item: { kind, id, immutableId, changeKey },
      });
}
