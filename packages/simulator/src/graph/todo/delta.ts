import type { Container } from '../../state/types.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { deltaPage } from '../items/delta.ts';
import { itemView } from '../items/view.ts';
import { option, readQuery, type Query } from '../odata/query.ts';
import { invalidRequest } from './errors.ts';
import { TODO_TASK } from './type.ts';

type Kept = { top: number | null; expand: string };

/**
 * `…/tasks/delta`: takes `$select`, `$top` (as the size of a page) and `$expand=checklistItems`, all kept in its links (GRAPH 1.6, 6).
 * Whether linkedResources and extensions can be expanded is not known: `todoDeltaExpandsLinks`.
 */
export function taskDelta(call: MailboxCall, list: Container): GraphAnswer {
  const asked: Kept = { top: readQuery(call.query).top, expand: option(call.query, '$expand') ?? '' };
  expandOf(call, asked);
  let expand: Query['expand'] | null = null;
  return deltaPage(call, {
    of: `todoTask:${list.id}`,
    log: list.log,
    context: TODO_TASK.context(call, list),
    odataType: '#microsoft.graph.todoTask',
    more: JSON.stringify(asked),
    allowed: ['$top', '$expand'],
    pageSize: ({ more }) => kept(more).top,
    entities(entry, select, { more }) {
      expand ??= expandOf(call, kept(more));
      const item = call.mailbox.items.get(entry.key);
      return item === undefined ? [] : [itemView(call, TODO_TASK, item, { select, expand })];
    },
    goneId: ({ id }) => id,
  });
}

function kept(more: string): Kept {
  return JSON.parse(more) as Kept;
}

function expandOf(call: MailboxCall, { expand }: Kept): Query['expand'] {
  const query = readQuery(new URLSearchParams(expand === '' ? {} : { $expand: expand }));
  const { todoDeltaExpandsLinks } = call.state.unknowns;
  for (const name of query.expand.keys()) {
    const isLink = name === 'linkedresources' || name === 'extensions';
    if (name !== 'checklistitems' && !(isLink && todoDeltaExpandsLinks))
      throw invalidRequest('ErrorInvalidUrlQuery', `'${name}' cannot be expanded with change tracking.`);
  }
  return query.expand;
}
