import type { Content } from '@counterpart/engine';

/** The name by which people know a record, of its content; the same as `record_name` (migration 020). */
export function nameOfContent(content: Content): string {
  const text = (field: string) => (typeof content[field] === 'string' ? content[field] : '');
  const name = [text('firstName'), text('lastName')].filter((part) => part !== '').join(' ');
  return text('subject') || name || text('accountName') || text('email');
}
