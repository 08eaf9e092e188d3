import { meeting, normaliseContent, type Content, type FieldValue } from '@counterpart/engine';
import { isObject } from '../json.ts';
import type { Details } from './details.ts';
import type { MeetingContext } from './setting.ts';

/** What the CRM sees of an event that is private (E10). */
const shownFields = ['when', 'recurrence', 'showAs', 'sensitivity'];
const shownOfOccurrence = ['when', 'cancelled', 'showAs'];

export const maskedTitle = 'Private appointment';

/** What may be written to a masked event: nothing that would overwrite what is hidden. */
export const writableMasked: ReadonlySet<string> = new Set(['when', 'recurrence', 'showAs', 'reminder']);

const only = (value: FieldValue | undefined, names: readonly string[]): { [name: string]: unknown } =>
  Object.fromEntries(Object.entries(isObject(value) ? value : {}).filter(([name]) => names.includes(name)));

export const masked = {
  /** A person's own event, private or confidential, that the CRM knows nothing else of. */
  applies(
    { sensitivity }: Content,
    { isOwn, details }: { isOwn: boolean; details: Details },
    { privateEvents }: MeetingContext,
  ): boolean {
    if (privateEvents === 'everything' || isOwn || details.known === true) return false;
    return sensitivity === 'private' || sensitivity === 'confidential';
  },

  of(content: Content): Content {
    const { occurrences } = content;
    const days = Object.entries(isObject(occurrences) ? occurrences : {}).map(
      ([day, own]) => [day, only(own, shownOfOccurrence)] as const,
    );
    return normaliseContent(meeting, {
      ...only(content, shownFields),
      title: maskedTitle,
      occurrences: Object.fromEntries(days),
    });
  },
};
