import type { Violation } from '../oracles.ts';

export interface Tier2Failure {
  readonly seed: number;
  readonly violation: Violation;
  readonly replay: string;
}

export function playTier2(_options: {
  readonly first: number;
  readonly runs: number;
  readonly stories: boolean;
  readonly say: (line: string) => void;
}): Promise<Tier2Failure[]> {
  return Promise.reject(new Error('not yet'));
}
