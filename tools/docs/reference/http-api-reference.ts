import { generatedPage, tableOf } from './markdown.ts';

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly default?: string | number | boolean;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly description?: string;
  readonly anyOf?: readonly Schema[];
}

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

export interface OpenApi {
  readonly tags?: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const intro = `The dashboard and the command line use this API; so can you. It answers under the address of the server, \`http://127.0.0.1:4318\`, and describes
itself at \`/api/openapi.json\` (OpenAPI 3.1), with the full shape of every answer.

- Times are RFC 3339 in UTC, durations milliseconds (\`…Ms\`), sizes bytes (\`…Bytes\`).
- Lists come in pages: pass \`nextCursor\` of an answer back as \`cursor\`, until it is \`null\`. A page ends after \`limit\` items or 8 MiB.
- Errors are problem details (RFC 9457); [Errors](errors.md) lists their codes. With 429 and 503 comes \`Retry-After\`.
- Pipelines are known by namespace and name, and runs by pipeline and id. An address with an id alone works while only one pipeline has it; otherwise it
  answers 409 with the addresses of all of them.

OTLP is received at \`/v1/logs\`, \`/v1/traces\` and \`/v1/metrics\`; [Limits](limits.md#receiving) has what is refused. \`/healthz\`, \`/readyz\` and
\`/metrics\` are in [Monitor Sightglass](../operate/monitor-sightglass.md).`;

const example = `## Example

The runs that failed today, as the command line shows them and as the API answers:

<!-- no-test: it prints nothing while no run has failed -->

\`\`\`sh
sightglass runs list --state failed --from 24h
curl --silent 'http://127.0.0.1:4318/api/v1/runs?state=failed&limit=10'
\`\`\``;

const typeOf = ({ type, enum: values, format, minimum, maximum, anyOf, items }: Schema): string => {
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(', ');
  if (anyOf !== undefined) return anyOf.map(typeOf).join(' or ');
  if (type === 'array') return `list of ${items === undefined ? 'anything' : typeOf(items)}`;
  if (format === 'date-time') return 'time';
  if (Array.isArray(type)) return type.join(' or ');
  if (type !== 'integer' && type !== 'number') return type === undefined ? 'text' : String(type);
  const word = type === 'integer' ? 'whole number' : 'number';
  const isBounded = minimum !== undefined && maximum !== undefined && maximum <= 1e9;
  return isBounded ? `${word}, ${minimum} to ${maximum.toLocaleString('en')}` : word;
};

const parametersOf = ({ parameters = [] }: Operation): string[] =>
  parameters.length === 0
    ? []
    : [
        tableOf(
          ['parameter', 'in', 'type', 'default', 'meaning'],
          parameters.map(({ name, in: place, required, description = '', schema }) => [
            `\`${name}\`${required === true ? ' (required)' : ''}`,
            place,
            typeOf(schema),
            schema.default === undefined ? '' : `\`${schema.default}\``,
            description,
          ]),
        ),
      ];

const bodyOf = ({ requestBody }: Operation): string[] => {
  const schema = requestBody?.content['application/json']?.schema;
  if (schema?.properties === undefined) return [];
  const rows = Object.entries(schema.properties).map(([name, property]) => [
    `\`${name}\``,
    typeOf(property),
    property.description ?? '',
  ]);
  return ['Body, as JSON:', tableOf(['field', 'type', 'meaning'], rows)];
};

const answerOf = ({ responses }: Operation): string[] => {
  const [kind, content] = Object.entries(responses['200']?.content ?? {})[0] ?? [];
  if (kind === 'text/event-stream') return ['Answers with server-sent events.'];
  const names = Object.keys(content?.schema.properties ?? {});
  return names.length === 0 ? [] : [`Answers with ${names.map((name) => `\`${name}\``).join(', ')}.`];
};

const operationOf = (method: string, path: string, operation: Operation): string[] => [
  `### ${method.toUpperCase()} ${path}`,
  [operation.summary, operation.description]
    .filter((text) => text !== undefined)
    .map((text) => `${text.replace(/\.$/u, '')}.`)
    .join(' '),
  ...parametersOf(operation),
  ...bodyOf(operation),
  ...answerOf(operation),
];

/** The text of docs/reference/http-api.md. */
export const httpApiReference = ({ tags = [], paths }: OpenApi): Promise<string> => {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const sections = tags.flatMap(({ name, description }) => [
    `## ${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
    `${description.replace(/\.$/u, '')}.`,
    ...operations
      .filter(({ operation }) => operation.tags?.[0] === name)
      .flatMap(({ method, path, operation }) => operationOf(method, path, operation)),
  ]);
  return generatedPage('HTTP API', 'by `npm run docs` from the OpenAPI description', intro, example, ...sections);
};
