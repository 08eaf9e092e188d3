import { checkFigures } from '@counterpart/crm';
import { differences } from '@counterpart/engine';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { checkCrm } from '../health.ts';
import type { Given } from '../services.ts';
import type { App } from './app.ts';

/** How many notifications of Graph were believed, and how many were forged (B9). */
export type CountNotifications = (result: { readonly accepted: number; readonly refused: number }) => void;

/** /healthz for whatever watches the process, /metrics for Prometheus (B13). Returns what counts notifications. */
export function metricsRoutes(app: App, given: Given): CountNotifications {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'counterpart_http_request_seconds',
    help: 'How long requests took, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers: [registry],
  });
  const notifications = new Counter({
    name: 'counterpart_notifications_total',
    help: 'Change notifications that came, and whether their secret was ours: the others are dropped.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const refreshChecks = checkMetrics(registry, given);
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.get('/healthz', { schema: { hide: true } }, async (_request, reply) => {
    const well = await checkCrm(given().crm);
    return reply
      .code(well ? 200 : 503)
      .serializer(JSON.stringify)
      .send({ status: well ? 'ok' : 'databaseUnreachable' });
  });
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    // Without the database the other figures are wanted all the more.
    await refreshChecks().catch((err: unknown) => {
      request.log.warn({ err }, 'The figures of the last checks could not be read');
    });
    return reply
      .type(registry.contentType)
      .serializer(String)
      .send(await registry.metrics());
  });
  return ({ accepted, refused }) => {
    notifications.inc({ outcome: 'accepted' }, accepted);
    notifications.inc({ outcome: 'refused' }, refused);
  };
}

/** What the last comparisons of CRM, mailbox and links found: read when somebody asks, from whatever process answers. */
function checkMetrics(registry: Registry, given: Given): () => Promise<void> {
  const found = new Gauge({
    name: 'counterpart_check_differences',
    help: 'Records that differ between CRM, mailbox and links although nothing is left to sync, by the last check.',
    labelNames: ['kind', 'difference'],
    registers: [registry],
  });
  const channels = new Gauge({
    name: 'counterpart_checked_channels',
    help: 'Channels that were compared.',
    labelNames: ['kind'],
    registers: [registry],
  });
  const oldest = new Gauge({
    name: 'counterpart_check_oldest_timestamp_seconds',
    help: 'When the channel was compared whose check is the oldest, in seconds since 1970.',
    labelNames: ['kind'],
    registers: [registry],
  });
  return async () => {
    const figures = await checkFigures(given().crm);
    for (const gauge of [found, channels, oldest]) gauge.reset();
    for (const kind of kinds) for (const difference of differences) found.set({ kind, difference }, 0);
    for (const { kind, difference, count } of figures.differences) found.set({ kind, difference }, count);
    for (const { kind, channels: count, oldest: at } of figures.channels) {
      channels.set({ kind }, count);
      oldest.set({ kind }, at.getTime() / 1000);
    }
  };
}

const kinds = ['meeting', 'contact', 'task'] as const;
