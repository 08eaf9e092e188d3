import type { Content, FieldValue, Kind, RemoteReplica } from '@counterpart/engine';
import type { Actor } from '@counterpart/simulator';
import type { VirtualClock } from '../clock.ts';
import type { Coverage } from '../coverage.ts';
import type { Plan } from '../plan.ts';
import type { Chance } from '../random.ts';

/** A record as people and oracles see it. */
export interface Shown {
  readonly id: string;
  readonly content: Content;
}

/** A person's mailbox as that person and the oracles see it, whatever stands behind it. */
export interface Mailbox extends Outlook {
  /** The replica as a process that has just started opens it. */
  openRemote(): RemoteReplica;
}

/** What a person does and sees in a mailbox. */
export interface Outlook {
  /** Whether the channel's container is there. */
  isThere(): boolean;
  /** Creates (null) or edits a record with values as typed. */
  edit(id: string | null, values: Content): void;
  remove(id: string): void;
  /** Moves a record out of the CRM's container, or back into it. */
  move(id: string, into: boolean): void;
  /** Records in the CRM's container. */
  live(): Shown[];
  /** Records outside the CRM's container. */
  outside(): Shown[];
}

/** What a mailbox needs of the world that it is opened for. */
export interface Surroundings {
  /** Consulted before and after each request; may throw. */
  readonly step: (name: string) => void;
  /** What the ledger keeps of records for the connector. */
  readonly recall: (ids: readonly string[]) => ReadonlyMap<string, FieldValue>;
}

/** A request that a channel made: whose mailbox it reached (V15). Null: none that anybody knows. */
export interface Access {
  readonly by: number;
  readonly to: number | null;
  readonly path: string;
}

/** Everybody's mailboxes and what goes wrong on the way to them. */
export interface Service {
  mailbox(person: number, surroundings: Surroundings): Mailbox;
  /** From now on this goes wrong once; the answer takes it back. */
  arm(fault: string): () => void;
  /** The service forgets where reading of the person's mailbox stood, for good. */
  loseCursors(person: number): void;
  readonly accesses: readonly Access[];
}

export interface ServiceOptions {
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly plan: Plan;
  readonly coverage: Coverage | null;
}

/** One kind of record in the simulation: to join, a kind is one file that says this, and one line in `kinds/index.ts`. */
export interface SimulatedKind {
  readonly kind: Kind;
  /** The field by which a record is known on both sides: nobody edits it. */
  readonly nameField: string;
  /** The fields that people edit. @param busy people act also while a run is under way. */
  editable(busy: boolean): readonly string[];
  /** A token as the value of a field. */
  asValue(field: string, token: string): FieldValue;
  /** Names of the service's options that are on in some histories. */
  readonly unknowns: readonly string[];
  /** Names of the faults that it knows. */
  readonly faults: readonly string[];
  openService(options: ServiceOptions): Service;
  /** A person at work in a simulated mailbox; absent where there is none behind the kind. */
  readonly outlook?: (actor: Actor) => Outlook & { container(): string | null };
}
