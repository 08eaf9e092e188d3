import type { Content } from '@counterpart/engine';

/** What the SQL of an order may refer to. */
export interface Round {
  /** The instant at which the round began: timestamptz. */
  readonly now: string;
  /** What `places` gave: id → place as text, jsonb. */
  readonly places: string;
}

/** A stretch of a full round (E5, T2), of rows `c`. They come by the value of `by`, the highest first. */
export interface SyncOrder {
  readonly by: (round: Round) => string;
  /** Its type, which has the value 'infinity'. */
  readonly type: string;
  /** Which rows belong to the stretch; all, when left out. */
  readonly where?: (round: Round) => string;
  /** The rows whose place only the program can tell, and the place of each as text at an instant (milliseconds since 1970). */
  readonly places?: {
    readonly of: (round: Round) => string;
    readonly at: (content: Content, nowMs: number) => string;
  };
}

/** A stretch of all rows in the order of a column. */
export const byColumn = (column: string, type: string): SyncOrder[] => [{ by: () => `c.${column}`, type }];

/** SQL of an order over all stretches. */
export const wholeOrder = (stretches: readonly SyncOrder[], round: Round): string =>
  stretches
    .map(({ by, where }) => `case when ${where?.(round) ?? 'true'} then ${by(round)} end desc nulls last`)
    .join(', ');
