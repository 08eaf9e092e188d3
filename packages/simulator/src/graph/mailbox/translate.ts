import type { JsonObject } from '../../state/types.ts';
import { bodyObject, textOf } from '../body.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { graphError } from '../errors.ts';
import { contextUrl } from '../odata/collection.ts';

const MOST = 1000;

/** `POST /translateExchangeIds`: ordinary ids to immutable ones or back, at most 1,000 (GRAPH 2.1). */
export function translateIds(call: MailboxCall): GraphAnswer {
  const { inputIds, targetIdType } = bodyObject(call);
  if (!Array.isArray(inputIds) || inputIds.length > MOST) {
    throw graphError(400, 'ErrorInvalidParameter', `inputIds must be a list of at most ${MOST} ids.`);
  }
  const toImmutable = textOf(targetIdType).toLowerCase().includes('immutable');
  const value = inputIds.map((sourceId): JsonObject => {
    const item = call.mailbox.items.get(call.mailbox.keys.get(textOf(sourceId)) ?? '');
    if (item === undefined) {
      return {
        sourceId,
        errorDetails: {
          code: 'ErrorItemNotFound',
          message: 'The specified object was not found in the store.',
        },
      };
    }
    return { sourceId, targetId: toImmutable ? item.immutableId : item.id };
  });
  return {
    status: 200,
    body: { '@odata.context': contextUrl(call, 'Collection(microsoft.graph.convertIdResult)'), value },
  };
}
