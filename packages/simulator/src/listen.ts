import { createServer } from 'node:https';
import { serve, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { ConnectionLost } from './faults.ts';
import type { Simulator } from './simulator.ts';

export type Listening = {
  port: number;
  /** `http://localhost:<port>`, or https. */
  origin: string;
  close: () => Promise<void>;
};

export type ListenOptions = {
  /** 0: any free one. */
  port: number;
  /** Default 127.0.0.1. */
  hostname?: string;
  /** PEM texts: https instead of http. Some clients, Microsoft's own among them, send tokens over https only. */
  tls?: { key: string; cert: string };
};

/** Puts the simulator on a port. A lost connection becomes a closed socket. Rejects when the port is taken. */
export function listen(simulator: Simulator, options: ListenOptions): Promise<Listening> {
  const { port, hostname = '127.0.0.1', tls } = options;
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: (request, env) => answer(simulator, request, env as HttpBindings),
        port,
        hostname,
        ...(tls === undefined ? {} : { createServer, serverOptions: tls }),
      },
      (address) =>
        resolve({
          port: address.port,
          origin: `${tls === undefined ? 'http' : 'https'}://localhost:${address.port}`,
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
