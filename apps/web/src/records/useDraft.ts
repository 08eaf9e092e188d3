import { useEffect, useState } from 'react';
import type { RecordKind } from './kinds.ts';
import type { Draft } from './draft.ts';

const keyOf = (kind: RecordKind, id: string) => `counterpart.draft.${kind}.${id}`;

/** Puts a discarded draft back, for the form to find. */
export function keepDraft(kind: RecordKind, id: string, draft: Draft): void {
  sessionStorage.setItem(keyOf(kind, id), JSON.stringify(draft));
}

function read<Field extends string>(key: string): Draft<Field> {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '{}') as Draft<Field>;
  } catch {
    // Not ours or cut off: begin with nothing typed.
    return {};
  }
}

/** A draft that outlives leaving the page, a reload, and a session that ends in the middle (R1: never loses typed input). */
export function useDraft<Field extends string>(kind: RecordKind, id: string) {
  const key = keyOf(kind, id);
  const [draft, setDraft] = useState(() => read<Field>(key));
  const [found] = useState(() => Object.keys(draft).length > 0);
  useEffect(() => {
    if (Object.keys(draft).length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(draft));
  }, [key, draft]);
  /** At once, because the page is left right after saving. */
  const clear = () => {
    sessionStorage.removeItem(key);
    setDraft({});
  };
  return { draft, setDraft, clear, found };
}
