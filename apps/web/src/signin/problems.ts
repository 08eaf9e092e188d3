import { texts } from '../texts.ts';

/** What the way back from Microsoft named, in words. */
export function signInProblem(code: string): { title: string; detail: string } {
  const known: { readonly [code: string]: string } = texts.signIn.problems;
  const sentence = known[code] ?? texts.signIn.problems.other;
  return { title: sentence, detail: sentence };
}
