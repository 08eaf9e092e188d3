import type { TokenSource } from '../auth/token-source.ts';
import type { Answer, GraphRequest, Send } from './message.ts';

/** Puts the access token on each request. A token that Graph refuses is renewed once, and the request sent once more (GRAPH 8). */
export function authorised(
  exchange: (request: GraphRequest, token: string) => Promise<Answer>,
  tokens: TokenSource,
): Send {
  return async (request) => {
    const token = await tokens.token();
    const answer = await exchange(request, token);
    if (answer.answer !== 'reply' || answer.status !== 401) return answer;
    return exchange(request, await tokens.renew(token));
  };
}
