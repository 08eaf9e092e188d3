import type { Status } from './status.ts';

/** What is to be done about a link. The action is fixed by the cell; its values come from the link (`decideLink`). */
export type ActionName =
  | 'nothing'
  | 'merge'
  | 'createLocal'
  | 'createRemote'
  | 'deleteLocal'
  | 'deleteRemote'
  | 'restoreLocal'
  | 'recreateRemote'
  | 'park'
  | 'wait'
  | 'close';

/** One cell of the decision table. */
export interface Cell {
  readonly name: string;
  readonly action: ActionName;
  readonly reason: string;
}

const cell = (name: string, action: ActionName, reason: string): Cell => ({ name, action, reason });

/**
 * What each pair of states means: row = local side (the CRM), column = remote side (Microsoft 365).
 * "Out of scope" and "unreadable" are never deletions (V7). An edit beats a deletion.
 */
export const decisionTable: { readonly [local in Status]: { readonly [remote in Status]: Cell } } = {
  absent: {
    absent: cell('nothing left', 'close', 'Neither side has the record any more.'),
    unchanged: cell('new there', 'createLocal', 'The record exists only there.'),
    changed: cell('new there', 'createLocal', 'The record exists only there.'),
    deleted: cell('gone before it came', 'close', 'It was deleted there before it was ever taken over.'),
    outOfScope: cell('not ours', 'close', 'It left the synced container before it was ever taken over.'),
    unreadable: cell('new there, unreadable', 'wait', 'It exists only there and cannot be read now.'),
  },
  unchanged: {
    absent: cell('new here', 'createRemote', 'The record exists only here.'),
    unchanged: cell('equal', 'nothing', 'Nobody changed anything.'),
    changed: cell('edited there', 'merge', 'It was edited there only.'),
    deleted: cell('deleted there', 'deleteLocal', 'It was deleted there and not edited here since.'),
    outOfScope: cell('left scope there', 'park', 'It left the synced container there; that is no deletion.'),
    unreadable: cell('unreadable there', 'wait', 'It cannot be read there now.'),
  },
  changed: {
    absent: cell('new here', 'createRemote', 'The record exists only here.'),
    unchanged: cell('edited here', 'merge', 'It was edited here only.'),
    changed: cell('edited on both', 'merge', 'It was edited on both sides: field by field.'),
    deleted: cell('edited here, deleted there', 'recreateRemote', 'An edit beats a deletion.'),
    outOfScope: cell('left scope there', 'park', 'It left the synced container there; that is no deletion.'),
    unreadable: cell('unreadable there', 'wait', 'It cannot be read there now.'),
  },
  deleted: {
    absent: cell('gone before it went', 'close', 'It was deleted here before it was ever sent.'),
    unchanged: cell('deleted here', 'deleteRemote', 'It was deleted here and not edited there since.'),
    changed: cell('deleted here, edited there', 'restoreLocal', 'An edit beats a deletion.'),
    deleted: cell('deleted on both', 'close', 'It was deleted on both sides.'),
    outOfScope: cell(
      'deleted here, left scope there',
      'park',
      'What left the synced container is left alone until it comes back.',
    ),
    unreadable: cell('deleted here, unreadable there', 'wait', 'It cannot be read there now.'),
  },
  outOfScope: {
    absent: cell('out of scope here', 'close', 'It left the scope here before it was ever sent.'),
    unchanged: cell('left scope here', 'park', 'It left the scope here; that is no deletion.'),
    changed: cell('left scope here', 'park', 'It left the scope here; its edit there waits.'),
    deleted: cell(
      'left scope here, deleted there',
      'park',
      'It was deleted there; that counts when it comes back into scope here.',
    ),
    outOfScope: cell('out of scope on both', 'park', 'Neither side has it in scope.'),
    unreadable: cell('left scope here', 'park', 'It left the scope here; that is no deletion.'),
  },
  unreadable: {
    absent: cell('new here, unreadable', 'wait', 'It exists only here and cannot be read now.'),
    unchanged: cell('unreadable here', 'wait', 'It cannot be read here now.'),
    changed: cell('unreadable here', 'wait', 'It cannot be read here now; the edit there waits.'),
    deleted: cell(
      'unreadable here, deleted there',
      'wait',
      'It cannot be read here now; the deletion waits.',
    ),
    outOfScope: cell('left scope there', 'park', 'It left the synced container there; that is no deletion.'),
    unreadable: cell('unreadable on both', 'wait', 'Neither side can be read now.'),
  },
};
