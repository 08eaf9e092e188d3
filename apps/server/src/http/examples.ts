/** As much of a JSON schema as an example is made from. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
}

/** Values that show what a text is for, by the name of its field. */
const texts: { readonly [name: string]: string } = {
  firstName: 'Eva',
  lastName: 'Berg',
  accountName: 'Berg & Söner',
  email: 'eva@berg.example',
  phone: '+46 8 123 456',
  title: 'Buyer',
  mailingCity: 'Uppsala',
  subject: 'Call about the offer',
  description: 'She asked for it in June.',
  location: 'Uppsala',
  search: 'berg',
  name: 'Eva Berg',
  password: 'correct horse battery staple',
  timeZone: 'Europe/Stockholm',
  locale: 'en',
  sort: 'lastName',
  reason: 'We have not met.',
  kind: 'contact',
};
const formats: { readonly [format: string]: string } = {
  uuid: '018f3c1e-7a52-4c3b-9d1e-5f0a7b6c4d21',
  'date-time': '2026-03-02T09:00:00.000Z',
  date: '2026-03-02',
  email: 'eva@berg.example',
  uri: 'https://crm.example.com/',
};

interface Operation {
  readonly parameters?: { name: string; schema?: Schema; required?: boolean; example?: unknown }[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: { readonly [status: string]: { readonly content?: Content } };
}
type Content = { readonly [type: string]: { schema?: Schema; example?: unknown } };
type Components = { readonly [name: string]: Schema };

/** Gives every body of a document, asked or answered, an example that its schema takes (R4). */
export function addExamples(paths: { readonly [path: string]: object }, schemas: Components): void {
  for (const operation of Object.values(paths).flatMap((item) => Object.values(item) as Operation[])) {
    for (const parameter of operation.parameters ?? []) {
      if (parameter.schema !== undefined && parameter.required === true)
        parameter.example = exampleOf(parameter.schema, schemas, 'asked', parameter.name);
    }
    const asked = operation.requestBody?.content?.['application/json'];
    if (asked?.schema !== undefined) asked.example = exampleOf(asked.schema, schemas, 'asked');
    for (const [status, { content }] of Object.entries(operation.responses ?? {})) {
      const answered = content?.['application/json'];
      if (!status.startsWith('2') || answered?.schema === undefined) continue;
      const example = exampleOf(answered.schema, schemas, 'answered');
      if (example !== null) answered.example = example;
    }
  }
}

/** In what is asked stand the fields that must be there and those that speak for themselves; in an answer all. */
function exampleOf(
  schema: Schema,
  schemas: Components,
  side: 'asked' | 'answered',
  name = '',
  depth = 0,
): unknown {
  const inner = (part: Schema, field = name) => exampleOf(part, schemas, side, field, depth + 1);
  const given = schema.examples?.[0] ?? schema.const ?? schema.default;
  if (given !== undefined) return given;
  if (schema.$ref !== undefined) {
    const named = schemas[schema.$ref.split('/').at(-1) ?? ''];
    return named === undefined || depth > 8 ? null : inner(named);
  }
  const known = texts[name];
  if (schema.enum !== undefined) return schema.enum.includes(known) ? known : schema.enum[0];
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice !== undefined) return inner(choice.find(({ type }) => type !== 'null') ?? {});
  switch (schema.type) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).filter(
        ([field]) => side === 'answered' || schema.required?.includes(field) || field in texts,
      );
      return Object.fromEntries(fields.map(([field, part]) => [field, inner(part, field)]));
    }
    case 'array':
      return schema.items === undefined ? [] : [inner(schema.items)];
    case 'string':
      return formats[schema.format ?? ''] ?? known ?? 'text';
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return true;
    default:
      return null;
  }
}
