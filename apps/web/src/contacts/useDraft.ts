import { useEffect, useState } from 'react';
import type { Draft } from './draft.ts';

const keyOf = (id: string) => `counterpart.draft.contact.${id}`;

function read(id: string): Draft {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(id)) ?? '{}') as Draft;
  } catch {
    // Not ours or cut off: begin with nothing typed.
    return {};
  }
}

/** A draft that outlives leaving the page, a reload, and a session that ends in the middle (R1: never loses typed input). */
export function useDraft(id: string) {
  const [draft, setDraft] = useState(() => read(id));
  const [found] = useState(() => Object.keys(draft).length > 0);
  useEffect(() => {
    if (Object.keys(draft).length === 0) sessionStorage.removeItem(keyOf(id));
    else sessionStorage.setItem(keyOf(id), JSON.stringify(draft));
  }, [id, draft]);
  /** At once, because the page is left right after saving. */
  const clear = () => {
    sessionStorage.removeItem(keyOf(id));
    setDraft({});
  };
  return { draft, setDraft, clear, found };
}
