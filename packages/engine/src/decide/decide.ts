import { differingFields, type Content } from '../content/content.ts';
import type { Kind } from '../kinds/kind.ts';
import type { ChannelSettings, Link, Side } from '../model.ts';
import { mergeLink, travelling, type FieldConflict } from './merge.ts';
import { statusOf } from './status.ts';
import { decisionTable, type Cell } from './table.ts';

/** What one side is to have, and which of its fields differ from what it shows. */
export interface SideWrite {
  readonly content: Content;
  readonly fields: readonly string[];
}

/** The decision about one link, with its values. `cell` says why. */
export type Decision = { readonly cell: Cell } & (
  | { readonly do: 'nothing' | 'close' }
  | { readonly do: 'park' | 'wait' | 'unlink'; readonly reason: string }
  | { readonly do: 'create'; readonly side: Side; readonly content: Content }
  | { readonly do: 'delete'; readonly side: Side }
  | { readonly do: 'restore'; readonly content: Content }
  | {
      readonly do: 'write';
      readonly local: SideWrite | null;
      readonly remote: SideWrite | null;
      readonly conflicts: readonly FieldConflict[];
    }
);

/** The fields that the channel syncs, in the kind's order. */
export function syncedFields(kind: Kind, settings: ChannelSettings): string[] {
  return kind.fields.map((field) => field.name).filter((name) => settings.fields[name] !== undefined);
}

const pick = (content: Content, fields: readonly string[]): Content =>
  Object.fromEntries(
    fields.flatMap((field) => (content[field] === undefined ? [] : [[field, content[field]]])),
  );

/** Compares the two observations with the base and says what is to be done. Pure: the same link gives the same decision (V13). */
export function decideLink(kind: Kind, settings: ChannelSettings, link: Link): Decision {
  const fields = syncedFields(kind, settings);
  const cell = decisionTable[statusOf(link, 'local', fields)][statusOf(link, 'remote', fields)];
  switch (cell.action) {
    case 'nothing':
    case 'close':
      return { cell, do: cell.action };
    case 'park':
    case 'wait':
      return { cell, do: cell.action, reason: link.remote?.reason ?? link.local?.reason ?? cell.reason };
    case 'merge':
      return merge(kind, settings, link, cell, fields);
    case 'createLocal':
      return create(settings, link, cell, 'local');
    case 'createRemote':
      return create(settings, link, cell, 'remote');
    case 'recreateRemote':
      if (link.base === null) return unlink(cell, 'deletedThere');
      return create(settings, link, cell, 'remote');
    case 'deleteLocal':
      // C3: unless the person asked for it, a contact deleted in Microsoft 365 stays in the CRM and is unlinked.
      if (!settings.deleteLocalWhenDeletedRemotely || settings.direction === 'toRemote')
        return unlink(cell, 'deletedThere');
      return { cell, do: 'delete', side: 'local' };
    case 'deleteRemote':
      if (settings.direction === 'toLocal') return unlink(cell, 'deletedHere');
      return { cell, do: 'delete', side: 'remote' };
    case 'restoreLocal':
      // Without a base nobody can say whether the other side was edited since: neither brought back nor deleted (V6, V7).
      if (link.base === null || settings.direction === 'toRemote') return unlink(cell, 'deletedHere');
      return { cell, do: 'restore', content: travelling(settings, 'remote', link.remote?.content ?? {}) };
  }
}

const unlink = (cell: Cell, reason: string): Decision => ({ cell, do: 'unlink', reason });

function create(settings: ChannelSettings, link: Link, cell: Cell, side: Side): Decision {
  const from: Side = side === 'local' ? 'remote' : 'local';
  if (settings.direction === (from === 'local' ? 'toLocal' : 'toRemote'))
    return { cell, do: 'park', reason: 'direction' };
  return { cell, do: 'create', side, content: travelling(settings, from, link[from]?.content ?? {}) };
}

function merge(
  kind: Kind,
  settings: ChannelSettings,
  link: Link,
  cell: Cell,
  fields: readonly string[],
): Decision {
  const merged = mergeLink(kind, settings, link);
  const write = (side: Side): SideWrite | null => {
    const differing = differingFields(pick(link[side]?.content ?? {}, fields), merged[side]);
    return differing.length === 0 ? null : { content: merged[side], fields: differing };
  };
  return { cell, do: 'write', local: write('local'), remote: write('remote'), conflicts: merged.conflicts };
}
