export { MemoryLedger, type LedgerState, type TransactionalReplica } from './ledger.ts';
export { MemoryLocal, MemoryRemote } from './replicas.ts';
export { MemoryStore, type StoredRecord } from './store.ts';
