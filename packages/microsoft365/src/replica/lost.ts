import type { Failure } from '../client/result.ts';

const lostCodes = new Set(['syncstatenotfound', 'syncstateinvalid', 'resyncrequired']);

/** A cursor that is lost again and again before a round ends is no lost cursor but a service that does not work (V14). */
export const mostLosses = 3;

/** Whether a failure says that the service no longer knows where reading stood (GRAPH 6). @param wasUnderWay whether it was given a token. */
export const saysLost = ({ status, reason, code }: Failure, wasUnderWay: boolean): boolean =>
  status === 410 ||
  (reason === 'refused' && lostCodes.has(code.toLowerCase())) ||
  // A token that cannot be read is answered so; without a token, 400 would be a mistake of ours.
  (status === 400 && wasUnderWay);
