import type { Kind } from '../api/types.ts';
import { TextLink } from '../ui/links.tsx';
import { isRecordKind, pathOf } from './kinds.ts';

/** A record by its name, as a link where there is a page for it. */
export function RecordLink({ kind, id, name }: { kind: Kind; id: string | null; name: string }) {
  if (id === null || !isRecordKind(kind)) return name;
  return (
    <TextLink to={`/${pathOf[kind]}/$id`} params={{ id }} inherit>
      {name}
    </TextLink>
  );
}
