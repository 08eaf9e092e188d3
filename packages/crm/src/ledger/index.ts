export { leaseChannel, type Lease, type LeaseRequest } from './lease.ts';
export { MayNotRun, TakenOver } from './session.ts';
export type { CalendarSettings, ChannelRow, ConnectionRow, Leased, SubscriptionRow } from './opening.ts';
export * from './channels.ts';
export * from './connections.ts';
export * from './history.ts';
export * from './plan.ts';
export * from './subscriptions.ts';
