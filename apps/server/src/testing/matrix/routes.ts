/** As much of the OpenAPI document as the matrix is made from. */
export interface ApiDocument {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: { readonly schemas: { readonly [name: string]: Schema } };
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
  readonly requestBody?: {
    readonly content: { readonly [type: string]: { schema?: Schema; example?: unknown } };
  };
  readonly security?: readonly { readonly [scheme: string]: readonly string[] }[];
}

interface Schema {
  readonly $ref?: string;
  readonly format?: string;
  readonly anyOf?: readonly Schema[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly items?: Schema;
}

/** A route as the document describes it. */
export interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly signedIn: boolean;
  /** The scope that a token needs; `any`; null: no token will do. */
  readonly scope: string | null;
  /** Path parameters that are identifiers. */
  readonly idParameters: readonly string[];
  /** The example of its JSON body; undefined: it takes none. */
  readonly example: unknown;
  /** Places of identifiers in the body. */
  readonly idPlaces: readonly string[];
}

export function routesOf(document: ApiDocument): Route[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Route => {
      const body = operation.requestBody?.content['application/json'];
      const token = operation.security?.find((one) => 'token' in one);
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        signedIn: (operation.security ?? []).length > 0,
        scope: token?.['token']?.[0] ?? null,
        idParameters: (operation.parameters ?? [])
          .filter(({ in: where, schema }) => where === 'path' && schema?.format === 'uuid')
          .map(({ name }) => name),
        example: body?.example,
        idPlaces: body?.schema === undefined ? [] : [...new Set(placesOf(body.schema, document))],
      };
    }),
  );
}

function placesOf(schema: Schema, document: ApiDocument, place: readonly string[] = []): string[] {
  if (schema.$ref !== undefined) {
    const named = document.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
    return named === undefined || place.length > 6 ? [] : placesOf(named, document, place);
  }
  if (schema.format === 'uuid') return [place.join('.')];
  return [
    ...(schema.anyOf ?? []).flatMap((part) => placesOf(part, document, place)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, part]) =>
      placesOf(part, document, [...place, name]),
    ),
    ...(schema.items === undefined ? [] : placesOf(schema.items, document, [...place, '0'])),
  ];
}

/** A body with a value at a place, `selection.ids.0`; a selection is made anew, for it takes either ids or a filter. */
export function withValue(body: unknown, place: string, value: string): unknown {
  if (!place.startsWith('selection.')) return put(body, place.split('.'), value);
  const selection = place.startsWith('selection.except') ? { filter: { search: 'Nobody' } } : {};
  return put({ ...(body as object), selection }, place.split('.'), value);
}

function put(body: unknown, [first, ...rest]: readonly string[], value: string): unknown {
  if (first === undefined) return value;
  if (first === '0') return [put(undefined, rest, value)];
  const known = typeof body === 'object' && body !== null ? (body as { [name: string]: unknown }) : {};
  return { ...known, [first]: put(known[first], rest, value) };
}
