import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { errorTable, Refusal, refusalOf } from '../errors.ts';
import type { App } from './app.ts';

/** Every answer that is no success is problem+json (RFC 9457) with a code of the error table. */
export function answerProblems(app: App): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = understand(error);
    if (refusal.code === 'internal') request.log.error({ err: error }, 'A request failed');
    return sendProblem(request, reply, refusal);
  });
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const entry = errorTable[refusal.code] ?? errorTable['internal'];
  if (entry === undefined) throw new Error('The error table lacks `internal`.');
  const remedy =
    entry.remedy === null ? {} : { remedy: { label: entry.remedy, url: refusal.remedyUrl ?? null } };
  return reply
    .code(entry.status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({
      type: `urn:counterpart:error:${refusal.code}`,
      title: STATUS_CODES[entry.status] ?? 'Error',
      status: entry.status,
      code: refusal.code,
      detail: refusal.detail ?? entry.sentence,
      ...remedy,
      retryable: entry.retryable,
      ...(refusal.errors === undefined ? {} : { errors: refusal.errors }),
      instance: request.id,
    });
}

function understand(error: unknown): Refusal {
  const known = refusalOf(error);
  if (known !== null) return known;
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error);
  const { code, statusCode, message } = error as Partial<FastifyError>;
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return new Refusal('tooLarge', { cause: error });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return new Refusal('unsupportedMediaType', { cause: error });
    default:
  }
  if (statusCode === 429) return new Refusal('tooManyRequests', { cause: error });
  if (statusCode === 503) return new Refusal('unavailable', { cause: error });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Refusal('invalidRequest', {
      ...(message === undefined ? {} : { detail: message }),
      cause: error,
    });
  }
  return new Refusal('internal', { cause: error });
}

interface Validated {
  readonly validation: readonly {
    readonly instancePath: string;
    readonly message?: string;
    readonly keyword: string;
    readonly params: Record<string, unknown>;
  }[];
}

/** Names every place: an unknown field by its own name, not by that of what holds it. */
function invalid(error: Validated): Refusal {
  const errors = error.validation.flatMap((issue) => {
    const path = issue.instancePath.replace(/^\//, '').replaceAll('/', '.');
    const message = issue.message ?? 'cannot be taken';
    const { keys } = issue.params;
    if (issue.keyword === 'unrecognized_keys' && Array.isArray(keys)) {
      return keys.map((key) => ({
        path: path === '' ? String(key) : `${path}.${key}`,
        message: 'There is no such field.',
      }));
    }
    return [{ path, message }];
  });
  const detail = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join(' ');
  return new Refusal('invalidRequest', { detail, errors });
}
