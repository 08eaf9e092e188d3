import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { SimulatorState } from '../state/types.ts';
import { receiveMime } from './mime.ts';

/** Graph's cap on a request, taken for mail as well (GRAPH 1.7). */
const MAX_SIZE_BYTES = 25 * 1024 * 1024;

export type SmtpListener = { port: number; close(): Promise<void> };

/**
 * Listens for mail. Any user name and password is accepted, and none is needed; there is no TLS.
 * `port` 0 takes a free one. Rejects when the port is taken.
 */
export function listenSmtp(
  state: SimulatorState,
  { port, host = '127.0.0.1' }: { port: number; host?: string },
): Promise<SmtpListener> {
  const options: SMTPServerOptions = {
    banner: 'simulated Microsoft 365',
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    size: MAX_SIZE_BYTES,
    onAuth: ({ username }, _session, done) => done(null, { user: username ?? 'anybody' }),
    onData(stream, { envelope }, done) {
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
      const to = envelope.rcptTo.map(({ address }) => address);
      void (async () => {
        try {
          const sent = await receiveMime(state, { from, to }, await readAll(stream));
          done(null, `Accepted as ${sent.id}`);
        } catch (error) {
          // The client is told: 451 or so, with the reason.
          done(error instanceof Error ? error : new Error(String(error)));
        }
      })();
    },
  };
  const server = new SMTPServer(options);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      // A client that hangs up in the middle harms nobody else.
      server.on('error', () => undefined);
      const close = () =>
        new Promise<void>((closed) => {
          server.close(() => closed());
        });
      resolve({ port: (server.server.address() as AddressInfo).port, close });
    });
  });
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
