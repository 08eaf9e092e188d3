import { Refusal } from '../errors.ts';
import type { App } from './app.ts';

/** Reads JSON bodies and says where one goes wrong. An empty body is none: buttons send no more than the header. */
export function readJson(app: App): void {
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    const text = String(body);
    if (text.trim() === '') return done(null, undefined);
    try {
      done(null, JSON.parse(text));
    } catch (cause) {
      const place = cause instanceof Error ? cause.message : 'unreadable';
      done(new Refusal('invalidJson', { detail: `The body is not valid JSON: ${place}.`, cause }));
    }
  });
}
