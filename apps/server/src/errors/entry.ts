/** One entry of the error table: what people and programs are told. docs/errors.md repeats it; a test compares the two. */
export interface ErrorEntry {
  readonly status: number;
  /** What happened, for people. */
  readonly sentence: string;
  /** What the person can do about it, or null. */
  readonly remedy: string | null;
  /** Whether the same request may succeed later without anybody's doing. */
  readonly retryable: boolean;
}

/** A row of the table. */
export const entry = (
  status: number,
  sentence: string,
  remedy: string | null = null,
  retryable = false,
): ErrorEntry => ({
  status,
  sentence,
  remedy,
  retryable,
});
