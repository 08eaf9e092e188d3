import { findPersonAnywhere, type Simulator } from '@counterpart/simulator';
import type { Answer, ApiClient } from './client.ts';

/** A person in front of a browser: begins at `/auth/microsoft…`, answers Microsoft's pages, and comes back to ours. */
export async function signInAtMicrosoft(
  api: ApiClient,
  simulator: Simulator,
  { path, as }: { path: string; as: string },
): Promise<Answer> {
  const found = findPersonAnywhere(simulator.state, as);
  if (found === null) throw new Error(`Nobody is called ${as}.`);
  let answer = await api.request('GET', path);
  // A sign-in takes one visit of Microsoft's pages, admin consent two.
  for (let visits = 0; visits < 2; visits += 1) {
    const location = locationOf(answer);
    if (location.startsWith('/')) return answer;
    const back = await answerPages(location, found.person.id);
    answer = await api.request('GET', back.pathname + back.search);
  }
  return answer;
}

async function answerPages(address: string, personId: string): Promise<URL> {
  const response = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ sim_person: personId, sim_decision: 'accept' }),
  });
  const location = response.headers.get('location');
  if (location === null)
    throw new Error(`Microsoft's page answered ${response.status}: ${await response.text()}`);
  return new URL(location);
}

export function locationOf(answer: Answer): string {
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`No redirect but ${answer.status} ${JSON.stringify(answer.body)}`);
  return location;
}
