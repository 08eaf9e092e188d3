import { graphError } from '../errors.ts';

/** 400 for a zone, a recurrence or an order of times that cannot be (GRAPH 8). The service names no property. */
export function validationFailure(detail: string): Error {
  return graphError(
    400,
    'ErrorPropertyValidationFailure',
    `At least one property failed validation. ${detail}`,
  );
}

export function invalidRequest(message: string): Error {
  return graphError(400, 'ErrorInvalidRequest', `Your request can't be completed. ${message}`);
}
