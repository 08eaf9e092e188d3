import type { KindSlot, MappingProblem, SyncedKind } from '../kinds.ts';

/** What its mapping is for a kind whose fields have one place each in Microsoft 365 and can only be left out. */
export function fixedPlaces(
  places: { readonly [field: string]: KindSlot },
  words: {
    readonly many: string;
    readonly product: string;
    /** The field that cannot be left out. */ readonly required: string;
  },
): Pick<SyncedKind, 'defaultMapping' | 'slots' | 'checkMapping'> {
  const many = words.many.charAt(0).toUpperCase() + words.many.slice(1);
  return {
    defaultMapping: Object.fromEntries(Object.entries(places).map(([field, { name }]) => [field, name])),
    slots: Object.values(places),
    checkMapping(mapping) {
      const problems = Object.entries(mapping).flatMap(([field, slot]): MappingProblem[] => {
        const place = places[field];
        if (place === undefined) return [{ field, message: `${many} have no field "${field}".` }];
        if (place.name === slot) return [];
        return [{ field, message: `"${place.label}" is the only place for it in ${words.product}.` }];
      });
      if (mapping[words.required] === undefined)
        problems.push({ field: words.required, message: `${many} cannot be synced without it.` });
      return problems;
    },
  };
}
