import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { checkCrm } from '../health.ts';
import type { Given } from '../services.ts';
import type { App } from './app.ts';

/** /healthz for whatever watches the process, /metrics for Prometheus (B13). */
export function metricsRoutes(app: App, given: Given): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'counterpart_http_request_seconds',
    help: 'How long requests took, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers: [registry],
  });
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
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type(registry.contentType)
      .serializer(String)
      .send(await registry.metrics()),
  );
}
