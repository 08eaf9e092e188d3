export { acceptanceCases } from './cases.ts';
export { type AcceptanceCase, type Subject } from './subject.ts';
