import { readChannel, type Actor, type CalendarSettings, type ChannelRow, type Tx } from '@counterpart/crm';
import type { ChannelSettings, FieldDirection, KindName } from '@counterpart/engine';
import { Refusal } from '../errors.ts';
import type { Configuration, ConfigurationInput } from '../sync-port.ts';
import type { SyncContext } from './context.ts';
import { defaultSettings, syncedKind, type SyncedKind } from './kinds.ts';

/** A configuration as it is stored: what the engine needs, and which property a field is kept in. */
export interface Setup {
  readonly settings: ChannelSettings;
  readonly mapping: { readonly [field: string]: string };
  /** Of meetings only. */
  readonly calendars: CalendarSettings | null;
}

const directions: FieldDirection[] = ['both', 'toRemote', 'toLocal'];

export function defaultSetup(kind: SyncedKind): Setup {
  return { settings: defaultSettings(kind), mapping: kind.defaultMapping, calendars: kind.defaultCalendars };
}

/** The person's stored set-up, or the default one (C2). */
export async function readSetup(
  tx: Tx,
  actor: Actor,
  name: KindName,
): Promise<{ setup: Setup; channel: ChannelRow | null }> {
  const channel = await readChannel(tx, actor.membershipId, name);
  const usual = defaultSetup(syncedKind(name));
  if (channel === null) return { channel, setup: usual };
  return { channel, setup: { ...channel, calendars: channel.calendars ?? usual.calendars } };
}

export async function configuration(
  { crm }: SyncContext,
  actor: Actor,
  name: KindName,
): Promise<Configuration> {
  const kind = syncedKind(name);
  const { setup } = await crm.transaction(actor, (tx) => readSetup(tx, actor, name));
  return viewOf(kind, setup);
}

export function viewOf(kind: SyncedKind, setup: Setup): Configuration {
  const input = inputOf(kind, setup);
  return {
    ...input,
    fields: input.fields.map((field) => ({ ...field, label: labelOf(field.field), directions })),
    slots: kind.slots.map(({ name: slot, label, type }) => ({ slot, label, type })),
    defaults: inputOf(kind, defaultSetup(kind)),
  };
}

function inputOf(
  { kind, defaultDirections }: SyncedKind,
  { settings, mapping, calendars }: Setup,
): ConfigurationInput {
  const { deleteLocalWhenDeletedRemotely, direction, conflictRule, firstSyncCap, brake } = settings;
  return {
    fields: kind.fields.map(({ name: field }) => ({
      field,
      slot: mapping[field] ?? null,
      direction: settings.fields[field] ?? defaultDirections[field] ?? 'both',
    })),
    deleteLocalWhenDeletedRemotely,
    direction,
    conflictRule,
    firstSyncCap,
    brake: { ...brake },
    ...(calendars === null ? {} : { calendars: { ...calendars, capture: [...calendars.capture] } }),
  };
}

/** `firstName` → `First name`. */
export function labelOf(field: string): string {
  const words = field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words === 'skype id' ? 'Skype ID' : words.charAt(0).toUpperCase() + words.slice(1);
}

/** A configuration as it came from the page. @throws Refusal `invalidRequest` naming every field that cannot be used (C2). */
export function setupOf(kind: SyncedKind, input: ConfigurationInput): Setup {
  const used = input.fields.filter((field) => field.slot !== null);
  const mapping = Object.fromEntries(used.map(({ field, slot }) => [field, slot ?? '']));
  const placeOf = (field: string) => `fields.${input.fields.findIndex((one) => one.field === field)}`;
  const errors = kind.checkMapping(mapping).map(({ field, message }) => ({
    path: `${placeOf(field)}.slot`,
    message,
  }));
  const seen = new Set<string>();
  for (const [at, { field }] of input.fields.entries()) {
    if (!kind.kind.fields.some(({ name }) => name === field) && !used.some((one) => one.field === field))
      errors.push({ path: `fields.${at}.field`, message: `There is no field "${field}".` });
    if (seen.has(field))
      errors.push({ path: `fields.${at}.field`, message: `"${field}" stands here twice.` });
    seen.add(field);
  }
  if (errors.length > 0) throw new Refusal('invalidRequest', { errors });
  const { deleteLocalWhenDeletedRemotely, direction, conflictRule, firstSyncCap, brake } = input;
  const { defaultCalendars } = kind;
  const { intentSettleMs } = defaultSettings(kind);
  return {
    mapping,
    calendars: defaultCalendars === null ? null : (input.calendars ?? defaultCalendars),
    settings: {
      fields: Object.fromEntries(used.map(({ field, direction }) => [field, direction])),
      deleteLocalWhenDeletedRemotely,
      direction,
      conflictRule,
      firstSyncCap,
      brake,
      intentSettleMs,
    },
  };
}

/** The fields whose place or presence differs: what was agreed on them no longer says anything (C2). */
export function remapped(before: Setup, after: Setup): string[] {
  const fields = new Set([...Object.keys(before.mapping), ...Object.keys(after.mapping)]);
  return [...fields].filter((field) => before.mapping[field] !== after.mapping[field]);
}
