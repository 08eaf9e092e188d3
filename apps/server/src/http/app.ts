import type { IncomingMessage, ServerResponse } from 'node:http';
import fastifyCompress from '@fastify/compress';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyMultipart from '@fastify/multipart';
import fastifyRateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type RawServerDefault } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { apiRoutes } from '../api/routes.ts';
import type { Given } from '../services.ts';
import { readJson } from './json.ts';
import { documentApi } from './openapi.ts';
import { answerProblems } from './problems.ts';
import { metricsRoutes } from './metrics.ts';
import { securityHeaders } from './security.ts';
import { answerUnknown, staticPages } from './static.ts';

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

const BODY_LIMIT_BYTES = 1024 * 1024;
export const FILE_LIMIT_BYTES = 32 * 1024 * 1024;

export interface AppOptions {
  readonly given: Given;
  readonly log: FastifyBaseLogger;
  readonly trustProxy: boolean;
  /** Whether browsers reach the server by https. */
  readonly secure: boolean;
  /** The folder with the built pages; null: there are none. */
  readonly pages: string | null;
  readonly newRequestId: () => string;
}

/** The HTTP server with all its routes, not listening yet. */
export async function buildApp(options: AppOptions): Promise<App> {
  const app: App = Fastify({
    loggerInstance: options.log,
    trustProxy: options.trustProxy,
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: options.newRequestId,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true,
    return503OnClosing: true,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // Only JSON and forms with files are taken; a page of another site cannot send JSON without asking first (CORS), which nobody answers.
  readJson(app);
  answerProblems(app);
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  await app.register(fastifyCookie);
  await app.register(fastifyHelmet, securityHeaders(options.secure));
  await app.register(fastifyRateLimit, { global: false });
  await app.register(fastifyMultipart, { limits: { fileSize: FILE_LIMIT_BYTES, files: 1, fields: 10 } });
  await app.register(fastifyCompress, { encodings: ['br', 'gzip'] });
  const countNotifications = metricsRoutes(app, options.given);
  await documentApi(app);
  await app.register(async (scope: App) => apiRoutes(scope, options.given, countNotifications));
  if (options.pages !== null) await staticPages(app, options.pages);
  answerUnknown(app, options.pages !== null);
  return app;
}
