import type { Hono } from 'hono';
import type { Simulator } from '../simulator.ts';

/** The Outlook-like pages below `/outlook`. */
export function mountOutlook(app: Hono, simulator: Simulator): void {
  app.get('/outlook', (context) => context.text(`${simulator.state.tenants.size} tenant(s)`));
}
