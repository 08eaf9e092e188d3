import type { Context } from 'hono';
import type { Actor } from '../act.ts';
import { GraphError } from '../graph/errors.ts';
import { findPersonAnywhere } from '../state/people.ts';
import type { SimulatorState } from '../state/types.ts';
import { pickPage } from './pickPage.ts';

/** What the pages need of the simulator. */
export type OutlookHost = { state: SimulatorState; act(person: string): Actor };

export function formText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** Runs as the person of the path; 404 as a page when there is nobody, or nothing, of that name. */
export async function withActor(
  host: OutlookHost,
  context: Context,
  answer: (actor: Actor) => Response | Promise<Response>,
): Promise<Response> {
  const name = context.req.param('person') ?? '';
  if (findPersonAnywhere(host.state, name) === null) {
    context.status(404);
    return context.html(pickPage(host.state, name));
  }
  try {
    return await answer(host.act(name));
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return context.text(error.message, error.status === 404 ? 404 : 400);
  }
}
