import { problem } from './common.schema.ts';

/** Every route may answer with a problem. */
export const problems = { '4xx': problem, '5xx': problem };
