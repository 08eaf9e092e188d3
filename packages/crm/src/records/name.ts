import type { Content } from '@counterpart/engine';

/** The name by which people know a record, of its content; the same as `record_name` (migration 050). */
export function nameOfContent(content: Content): string {
  const text = (field: string) => (typeof content[field] === 'string' ? content[field] : '');
  // Of contacts "title" is something else.
  if ('when' in content) return text('title');
  const name = [text('firstName'), text('lastName')].filter((part) => part !== '').join(' ');
  return text('subject') || name || text('accountName') || text('email');
}
