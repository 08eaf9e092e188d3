import { serve, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { ConnectionLost } from './faults.ts';
import type { Simulator } from './simulator.ts';

export type Listening = {
  port: number;
  /** `http://localhost:<port>` */
  origin: string;
  close(): Promise<void>;
};

/** Puts the simulator on a port (0: any free one). A lost connection becomes a closed socket. Rejects when the port is taken. */
export function listen(
  simulator: Simulator,
  options: { port: number; hostname?: string },
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: (request, env) => answer(simulator, request, env as HttpBindings),
        port: options.port,
        hostname: options.hostname ?? '127.0.0.1',
      },
      ({ port }) =>
        resolve({
          port,
          origin: `http://localhost:${port}`,
          close: () =>
            new Promise((closed, failed) => {
              server.close((error) => (error === undefined ? closed() : failed(error)));
              if ('closeAllConnections' in server) server.closeAllConnections();
            }),
        }),
    );
    server.once('error', reject);
  });
}

async function answer(simulator: Simulator, request: Request, env: HttpBindings): Promise<Response> {
  try {
    return await simulator.fetch(request);
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    env.outgoing.destroy();
    return RESPONSE_ALREADY_SENT;
  }
}
