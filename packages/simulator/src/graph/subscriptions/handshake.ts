import { within } from '../../clock.ts';
import { newGuid } from '../../state/ids.ts';
import type { SimulatorState } from '../../state/types.ts';
import { graphError } from '../errors.ts';

export type Deliver = (request: Request) => Promise<Response>;

const HANDSHAKE_MS = 10_000;

/** Asks the endpoint to answer a token within 10 s with 200, text/plain and the decoded token; else 400 (GRAPH 5). */
export async function validateEndpoint(state: SimulatorState, deliver: Deliver, url: string): Promise<void> {
  // Characters that must be decoded: an endpoint that echoes them encoded is refused.
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${newGuid(state)}`;
  const target = new URL(url);
  target.searchParams.set('validationToken', token);
  const request = new Request(target.href.replaceAll('+', '%20'), {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: '',
  });
  const answer =
    (await within(state.clock, HANDSHAKE_MS, answerOf(deliver, request))) ?? 'no answer within 10 s';
  if (answer === token) return;
  throw graphError(
    400,
    'ValidationError',
    `Subscription validation request failed. ${describe(answer, token)}`,
  );
}

/** The text that the endpoint answered, or what was wrong with it. */
async function answerOf(deliver: Deliver, request: Request): Promise<string> {
  let response: Response;
  try {
    response = await deliver(request);
  } catch (error) {
    return `no connection: ${error instanceof Error ? error.message : String(error)}`;
  }
  const text = await response.text();
  if (response.status !== 200) return `HTTP status ${response.status}`;
  const type = response.headers.get('content-type') ?? 'none';
  return type.toLowerCase().startsWith('text/plain') ? text : `content type ${type}`;
}

function describe(answer: string, token: string): string {
  if (answer === encodeURIComponent(token)) return 'The token was answered encoded; it must be decoded.';
  return `Must respond with 200 OK, text/plain, and the validation token. It gave: ${answer.slice(0, 100)}.`;
}
