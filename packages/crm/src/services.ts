/** The services to come, by name and shape; each moves into its own file as it is built. */
import type { Actor } from './actor.ts';
import type { Crm } from './crm.ts';
import type { ContactQuery } from './contacts/types.ts';
import type { ImportPreview, ImportStatus, StartImportInput } from './imports/types.ts';

export declare function readImport(
  crm: Crm,
  actor: Actor,
  input: { fileName: string; content: Uint8Array },
): Promise<ImportPreview>;
/** Puts the import to `running`; the caller then enqueues `runImport`. */
export declare function startImport(crm: Crm, actor: Actor, input: StartImportInput): Promise<ImportStatus>;
/** Takes in what is left, chunk by chunk; safe to call again after a crash. `onProgress` after each chunk. */
export declare function runImport(
  crm: Crm,
  input: {
    orgId: string;
    importId: string;
    onProgress?: (status: ImportStatus) => void;
    signal?: AbortSignal;
  },
): Promise<ImportStatus>;
export declare function getImport(crm: Crm, actor: Actor, id: string): Promise<ImportStatus>;
/** Stops between two chunks; what was written stays and is told. */
export declare function cancelImport(crm: Crm, actor: Actor, id: string): Promise<ImportStatus>;
/** Text in pieces, as the file is to be. */
export declare function exportContacts(
  crm: Crm,
  actor: Actor,
  input: ContactQuery & { format: 'csv' | 'vcf' },
): AsyncIterable<string>;

export interface DemoPerson {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly timeZone?: string;
}
/** An organisation with an administrator and salespeople, and plausible contacts for each, the same for the same seed. */
export declare function seedDemo(
  crm: Crm,
  input: {
    organisation: string;
    administrator: DemoPerson;
    salespeople: readonly DemoPerson[];
    contactsEach: number;
    seed: number;
  },
): Promise<{ orgId: string; people: { email: string; accountId: string; membershipId: string }[] }>;
