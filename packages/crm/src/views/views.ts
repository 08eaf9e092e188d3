import type { KindName } from '@counterpart/engine';
import type { Actor } from '../actor.ts';
import type { Crm, Tx } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { readPeople } from '../records/rows.ts';
import type { Person } from '../records/types.ts';

/** Views of one person at most. */
const mostViews = 200;
const uniqueViolation = '23505';

/** What a view says of its list; the words of the list's own query. */
export interface ViewInput {
  readonly name: string;
  /** Whether the others of the organisation see it too. */
  readonly shared: boolean;
  readonly filter: { readonly [field: string]: unknown };
  readonly sort: string | null;
  /** Fields in the order in which they are shown; none: the usual ones. */
  readonly columns: readonly string[];
}

/** A saved view of a list (R1). Only its owner may change it. */
export interface View extends ViewInput {
  readonly id: string;
  readonly kind: KindName;
  readonly owner: Person;
  readonly version: number;
}

const columns = [
  'id',
  'kind',
  'name',
  'shared',
  'filter',
  'sort',
  'columns',
  'version',
  'membership_id as ownerId',
] as const;

/** The actor's views of a kind and those shared by others, by name. */
export async function listViews(crm: Crm, actor: Actor, kind: KindName | undefined): Promise<View[]> {
  return crm.transaction(actor, async (tx) => {
    const rows = await visible(tx, actor)
      .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? 'contact'))
      .orderBy('name')
      .orderBy('id')
      .execute();
    return present(tx, rows);
  });
}

/** @throws CrmError `notFound` */
export async function getView(crm: Crm, actor: Actor, id: string): Promise<View> {
  return crm.transaction(actor, async (tx) => one(tx, await read(tx, actor, id)));
}

/** @throws CrmError `invalidValue` where the actor has a view of that name already; `wrongState` when they have 200 */
export async function createView(
  crm: Crm,
  actor: Actor,
  kind: KindName,
  { filter, ...input }: ViewInput,
): Promise<View> {
  const now = new Date(crm.clock.now());
  return naming(() =>
    crm.transaction(actor, async (tx) => {
      const { count } = await tx
        .selectFrom('views')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('membership_id', '=', actor.membershipId)
        .executeTakeFirstOrThrow();
      if (count >= mostViews)
        throw new CrmError('wrongState', `You have ${mostViews} views already. Delete one that is not used.`);
      const created = await tx
        .insertInto('views')
        .values({
          ...input,
          columns: [...input.columns],
          filter: JSON.stringify(filter),
          org_id: actor.orgId,
          id: crm.ids.next(),
          membership_id: actor.membershipId,
          kind,
          created_at: now,
          modified_at: now,
        })
        .returning(columns)
        .executeTakeFirstOrThrow();
      return one(tx, created);
    }),
  );
}

interface Target {
  readonly id: string;
  readonly expectedVersion?: number | undefined;
}

/** @throws CrmError `notFound`; `notAllowed` for another's; `changedMeanwhile`; `invalidValue` for a name that is taken */
export async function updateView(
  crm: Crm,
  actor: Actor,
  target: Target,
  { filter, columns: shown, ...change }: { readonly [Part in keyof ViewInput]?: ViewInput[Part] | undefined },
): Promise<View> {
  return naming(() =>
    crm.transaction(actor, async (tx) => {
      await lock(tx, actor, target);
      const changed = await tx
        .updateTable('views')
        .set((eb) => ({
          ...change,
          ...(filter === undefined ? {} : { filter: JSON.stringify(filter) }),
          ...(shown === undefined ? {} : { columns: [...shown] }),
          version: eb('version', '+', 1),
          modified_at: new Date(crm.clock.now()),
        }))
        .where('id', '=', target.id)
        .returning(columns)
        .executeTakeFirstOrThrow();
      return one(tx, changed);
    }),
  );
}

/** @throws CrmError as `updateView` */
export async function deleteView(crm: Crm, actor: Actor, target: Target): Promise<void> {
  await crm.transaction(actor, async (tx) => {
    await lock(tx, actor, target);
    await tx.deleteFrom('views').where('id', '=', target.id).execute();
  });
}

const visible = (tx: Tx, { membershipId }: Actor) =>
  tx
    .selectFrom('views')
    .select(columns)
    .where((eb) => eb.or([eb('membership_id', '=', membershipId), eb('shared', '=', true)]));

type Row = Awaited<ReturnType<ReturnType<typeof visible>['executeTakeFirstOrThrow']>>;

async function read(tx: Tx, actor: Actor, id: string): Promise<Row> {
  const row = await visible(tx, actor).where('id', '=', id).executeTakeFirst();
  if (!row) throw new CrmError('notFound', 'There is no such view, or it is not shared with you.');
  return row;
}

async function lock(tx: Tx, actor: Actor, { id, expectedVersion }: Target): Promise<void> {
  await tx.selectFrom('views').select('id').where('id', '=', id).forUpdate().execute();
  const row = await read(tx, actor, id);
  if (row.ownerId !== actor.membershipId)
    throw new CrmError('notAllowed', 'Only the person whose view it is can change it. Save it as your own.');
  if (expectedVersion !== undefined && expectedVersion !== row.version)
    throw new CrmError('changedMeanwhile');
}

async function present(tx: Tx, rows: readonly Row[]): Promise<View[]> {
  const people = await readPeople(
    tx,
    rows.map(({ ownerId }) => ownerId),
  );
  return rows.map(({ ownerId, ...row }) => ({
    ...row,
    owner: people.get(ownerId) ?? { id: ownerId, name: '' },
  }));
}

async function one(tx: Tx, row: Row): Promise<View> {
  const [view] = await present(tx, [row]);
  if (!view) throw new Error('A view was presented as nothing.');
  return view;
}

async function naming<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if ((cause as { code?: string }).code !== uniqueViolation) throw cause;
    const problems = [{ path: 'name', message: 'You have a view of this name already.' }];
    throw new CrmError('invalidValue', undefined, { problems, cause });
  }
}
