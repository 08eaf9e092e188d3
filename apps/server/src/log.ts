import { pino, type Logger, type LoggerOptions } from 'pino';
import pretty from 'pino-pretty';
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
  return pino(options(level), pino.destination({ fd, sync: false }));
}

function options(level: LogLevel): LoggerOptions {
  return {
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
  };
}

/** Logs for people, to standard error. */
export function createReadableLog(level: LogLevel): Logger {
  const colorize = process.stderr.isTTY;
  return pino(options(level), pretty({ destination: 2, sync: true, colorize, ignore: 'pid,hostname,reqId' }));
}
