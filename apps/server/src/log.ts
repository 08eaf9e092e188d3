import { pino, type Logger } from 'pino';
import type { LogLevel } from './config.ts';

/** Where a secret could stand in what is logged. */
const secrets = [
  'req.headers.authorization',
  'req.headers.cookie',
  'res.headers["set-cookie"]',
  '*.password',
  '*.token',
  '*.accessToken',
  '*.refreshToken',
  '*.access_token',
  '*.refresh_token',
  '*.id_token',
  '*.client_secret',
  '*.clientSecret',
  '*.clientState',
  '*.code',
  'err.cause.body',
  'err.response',
];

/** Logs as JSON lines to `fd` (1: standard output). Query strings are cut off: sign-in answers carry codes in them. */
export function createLog(level: LogLevel, fd: 1 | 2): Logger {
  return pino(
    {
      level,
      redact: { paths: secrets, censor: '[removed]' },
      serializers: {
        req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
          id,
          method,
          path: url.split('?')[0],
        }),
        res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      },
    },
    pino.destination({ fd, sync: false }),
  );
}
