import type { GraphCall } from './call.ts';

/** The request's `Prefer` header, a comma list (GRAPH 1). */
type Preferences = { immutableIds: boolean; maxPageSize: number | null };

export function preferences(call: Pick<GraphCall, 'header'>): Preferences {
  const text = call.header('prefer');
  if (text === null) return { immutableIds: false, maxPageSize: null };
  const size = /odata\.maxpagesize\s*=\s*(\d+)/i.exec(text)?.[1];
  return {
    immutableIds: /IdType\s*=\s*"?ImmutableId"?/i.test(text),
    maxPageSize: size === undefined ? null : Number(size),
  };
}

/** What `Preference-Applied` confirms. */
export function appliedPreferences(call: Pick<GraphCall, 'header'>): string[] {
  const { immutableIds, maxPageSize } = preferences(call);
  const zone = preference(call, 'outlook.timezone');
  const bodyType = preference(call, 'outlook.body-content-type');
  return [
    ...(immutableIds ? ['IdType="ImmutableId"'] : []),
    ...(maxPageSize === null ? [] : [`odata.maxpagesize=${maxPageSize}`]),
    ...(zone === null ? [] : [`outlook.timezone="${zone}"`]),
    ...(bodyType === null ? [] : [`outlook.body-content-type="${bodyType}"`]),
  ];
}

/** Value of one preference such as `outlook.timezone`, without its quotes; null when it was not sent. */
export function preference(call: Pick<GraphCall, 'header'>, name: string): string | null {
  const text = call.header('prefer');
  if (text === null) return null;
  const pattern = new RegExp(
    `(?:^|,)\\s*${name.replaceAll('.', '\\.')}\\s*=\\s*(?:"([^"]*)"|([^,;\\s]+))`,
    'i',
  );
  const match = pattern.exec(text);
  return match?.[1] ?? match?.[2] ?? null;
}
