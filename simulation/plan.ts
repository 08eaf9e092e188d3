import type { ChannelSettings } from '@counterpart/engine';

/** What a person does, as data: the record by its name, so that a history can be shortened without becoming another one. */
export type Act =
  | {
      readonly do: 'create';
      readonly by: number;
      readonly side: Place;
      readonly record: string;
      readonly field: string;
      readonly value: string;
      /** With an e-mail address of its own, by which it may be matched. */
      readonly address?: boolean;
    }
  | {
      readonly do: 'edit';
      readonly by: number;
      readonly side: Place;
      readonly record: string;
      readonly field: string;
      readonly value: string;
    }
  | { readonly do: 'delete'; readonly by: number; readonly side: Place; readonly record: string }
  | { readonly do: 'moveOut' | 'moveBack'; readonly by: number; readonly record: string }
  /** The record gets another owner (E3, C5, T2). */
  | { readonly do: 'give'; readonly by: number; readonly record: string; readonly to: number }
  /** A mass update of all records of the person: each gets its own value (C7, T2). */
  | { readonly do: 'editAll'; readonly by: number; readonly field: string; readonly value: string }
  | { readonly do: 'disable' | 'enable'; readonly by: number }
  /** All questions of the brake are answered (B4). */
  | { readonly do: 'approve' | 'reject'; readonly by: number };

export type Place = 'crm' | 'mailbox';

/** A run of one person's channel and what goes wrong in it. Steps and requests are counted from 1. */
export interface PlannedRun {
  readonly by: number;
  /** The process dies at this step of the ports. */
  readonly kill?: number;
  readonly during?: readonly { readonly at: number; readonly act: Act }[];
  /** From this request on, once. */
  readonly faults?: readonly { readonly at: number; readonly fault: string }[];
}

export interface PlannedStep {
  readonly acts?: readonly Act[];
  readonly lost?: { readonly of: number; readonly what: 'cursor' | 'ledger' };
  /** All at the same time. */
  readonly runs?: readonly PlannedRun[];
  readonly pauseMs?: number;
}

/** How a channel may act: with its person's own sign-in, or with the organisation's consent (P5, P6). */
export type Authority = 'person' | 'organisation';

/** A whole history, as data: what a failing seed is reduced to. */
export interface Plan {
  readonly kind: string;
  /** Of everything that the service draws by chance, such as identifiers and orders. */
  readonly seed: number;
  readonly people: readonly { readonly authority: Authority; readonly organisation: string }[];
  readonly settings: Partial<ChannelSettings>;
  /** What is not known of the service and true in this history. */
  readonly unknowns: { readonly [name: string]: boolean };
  readonly steps: readonly PlannedStep[];
}
