import fastifyStatic from '@fastify/static';
import { Refusal } from '../errors.ts';
import type { App } from './app.ts';
import { sendProblem } from './problems.ts';

/** Serves the built pages. */
export async function staticPages(app: App, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    // The build puts a compressed copy beside each file.
    preCompressed: true,
    index: ['index.html'],
    // Names under assets/ carry a hash of the content.
    setHeaders: (reply, path) => {
      reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
}

/** Addresses that the pages' own router knows get index.html; all others are a problem. */
export function answerUnknown(app: App, hasPages: boolean): void {
  app.setNotFoundHandler((request, reply) => {
    const isPage = hasPages && request.method === 'GET' && !/^\/(api|auth|assets)(\/|$)/.test(request.url);
    return isPage ? reply.sendFile('index.html') : sendProblem(request, reply, new Refusal('unknownAddress'));
  });
}
