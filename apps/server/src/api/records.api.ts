import type { Actor, Crm, CrmRecord, ImportFormat, RecordService } from '@counterpart/crm';
import type { KindName } from '@counterpart/engine';
import type { z } from 'zod';
import type { Resource } from '../http/scopes.ts';

/** What is asked of a list. */
interface ListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly sort: string;
  readonly search?: string | undefined;
  readonly [filter: string]: unknown;
}

interface Filter {
  readonly search?: string | undefined;
  readonly [filter: string]: unknown;
}

type Selection =
  { readonly ids: string[] } | { readonly filter: Filter; readonly except?: string[] | undefined };

/** A kind of records as the API has it: all that its routes need to know. One more kind is one more of these. */
export interface RecordApi {
  readonly kind: KindName;
  /** The path below /api, and the tag. */
  readonly path: Resource;
  /** The words for one and for several. */
  readonly one: string;
  readonly many: string;
  readonly service: RecordService;
  readonly shapes: {
    readonly record: z.ZodType;
    readonly page: z.ZodType;
    readonly importPreview: z.ZodType;
    readonly listQuery: z.ZodType<ListQuery>;
    readonly input: z.ZodType<{ readonly ownerId?: string | undefined; readonly [field: string]: unknown }>;
    readonly massUpdate: z.ZodType<{
      readonly selection: Selection;
      readonly changes: { readonly [field: string]: unknown };
      readonly ownerId?: string | undefined;
    }>;
    readonly massDelete: z.ZodType<{ readonly selection: Selection }>;
    readonly exportQuery: z.ZodType<{ readonly format: ImportFormat }>;
  };
  /** Records as the API shows them: every field by name. */
  present(crm: Crm, actor: Actor, records: readonly CrmRecord[]): Promise<{ readonly id: string }[]>;
}

/** The API's filter has the search beside the fields, the CRM's apart from them. */
export function queryOf({ search, ...filter }: Filter) {
  return { search, filter };
}

/** As `queryOf`, for what a mass operation is to reach. */
export const selectionOf = (selection: Selection) =>
  'ids' in selection ? selection : { ...queryOf(selection.filter), except: selection.except };

/** What every record shows beside its fields. */
export function presentCommon(found: CrmRecord) {
  return {
    id: found.id,
    owner: found.owner,
    origin: found.origin,
    massUpdatedAt: found.massUpdatedAt?.toISOString() ?? null,
    version: found.version,
    createdAt: found.createdAt.toISOString(),
    modifiedAt: found.modifiedAt.toISOString(),
    deletedAt: found.deletedAt?.toISOString() ?? null,
  };
}
