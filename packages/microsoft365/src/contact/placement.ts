/**
 * Which entry of a collection is which slot. Graph's collections have no holes: a contact with only a second business phone shows it as the
 * first entry. So what was last known of the slots decides where an entry belongs; only where that says nothing, its position does.
 */

/** Slots in their order; '' or undefined in `keys` is a hole. */
export function placed<Entry>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string,
  known: readonly Entry[] | undefined,
  capacity: number,
  hole: Entry,
): Entry[] {
  const slots = slotNumbers(
    entries.map((entry) => keyOf(entry)),
    known?.map((entry) => keyOf(entry)),
    capacity,
  );
  const result: Entry[] = [];
  entries.forEach((entry, index) => {
    const slot = slots[index] ?? index;
    while (result.length < slot) result.push(hole);
    result.push(entry);
  });
  return result;
}

/** The slot of each entry, ascending. */
function slotNumbers(
  entries: readonly string[],
  known: readonly string[] | undefined,
  capacity: number,
): readonly number[] {
  const inOrder = entries.map((_, index) => index);
  // A full collection, or one that shows holes itself, leaves nothing to guess.
  if (!known || entries.length >= capacity || entries.includes('')) return inOrder;
  const filled = known.flatMap((key, slot) => (key === '' ? [] : [slot]));
  // As many as before: values may have been edited, each where it was.
  if (entries.length === filled.length) return filled;
  // Fewer than before, and all of them known: the others were emptied.
  return subsequence(entries, known) ?? inOrder;
}

/** Where the entries stand among the known ones, in order, or null where one of them is new. */
function subsequence(entries: readonly string[], known: readonly string[]): number[] | null {
  const found: number[] = [];
  for (const entry of entries) {
    const slot = known.indexOf(entry, (found.at(-1) ?? -1) + 1);
    if (slot < 0) return null;
    found.push(slot);
  }
  return found;
}
