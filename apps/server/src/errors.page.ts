import { errorTable } from './errors.ts';

/** docs/errors.md: the error table for people. A test keeps the file equal to this. */
export function errorsPage(): string {
  const entries = Object.entries(errorTable).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    '# Errors',
    '',
    'Every refusal of the API is problem+json with one of these codes in `code`; the same codes stand as reasons on channels, runs and',
    'records. A code never changes its meaning. "Passes by itself" means that the same request may succeed later without',
    "anybody's doing.",
    ...entries.flatMap(([code, { status, sentence, remedy, retryable }]) => [
      '',
      `## ${code}`,
      '',
      sentence,
      '',
      `- HTTP status: ${status}`,
      `- What to do: ${remedy ?? 'nothing'}`,
      `- Passes by itself: ${retryable ? 'yes' : 'no'}`,
    ]),
    '',
  ].join('\n');
}
