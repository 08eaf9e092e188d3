import { html, raw } from 'hono/html';
import { page } from './page.ts';
import type { SimulatorState } from '../state/types.ts';
import type { ResponseMode, Target } from './authorizeRequest.ts';
import { describeError, newTrace, type EntraError } from './errors.ts';

/** Sends values to a redirect URI in the response mode that was asked for. */
export async function redirectWith(
  uri: string,
  mode: ResponseMode,
  values: Record<string, string>,
): Promise<Response> {
  if (mode === 'form_post') {
    const fields = Object.entries(values).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    );
    const content = html`<h1>Working…</h1>
      <form method="post" action="${uri}">
        ${fields}
        <noscript
          ><p>Your browser runs no scripts. Press the button to go on.</p>
          <button class="button main">Continue</button></noscript
        >
      </form>
      <script>
        ${raw('document.forms[0].submit();')};
      </script>`;
    return htmlResponse(await page('Working', content));
  }
  const target = new URL(uri);
  const params = new URLSearchParams(mode === 'fragment' ? '' : target.search);
  for (const [name, value] of Object.entries(values)) params.set(name, value);
  if (mode === 'fragment') target.hash = params.toString();
  else target.search = params.toString();
  return new Response(null, {
    status: 302,
    headers: { location: target.toString(), 'cache-control': 'no-store' },
  });
}

export function htmlResponse(content: string | { toString(): string }, status = 200): Response {
  return new Response(String(content), {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}

/** Tells the client of a refusal (GRAPH 7: errors on redirect). */
export function refuseTo(
  state: SimulatorState,
  target: Target,
  mode: ResponseMode,
  error: EntraError,
): Promise<Response> {
  const values: Record<string, string> = {
    error: error.error,
    error_description: describeError(error, newTrace(state, undefined)),
  };
  if (target.clientState !== null) values.state = target.clientState;
  return redirectWith(target.redirect.uri, mode, values);
}
