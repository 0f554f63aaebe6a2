import type { FastifyInstance } from 'fastify';
import type { Mark } from '../../_marked.ts';

/** A mark with the number of the incident that is about it. */
export interface AskedMark extends Mark {
  readonly incidentNo?: number | undefined;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
}

const streams = new Set(['/api/v1/live', '/api/v1/logs/tail']);

/** A GET route that OpenAPI lists. */
export interface ListedRoute {
  readonly path: string;
  readonly parameters: readonly Parameter[];
}

/** All but streams. */
export const routesOf = (app: FastifyInstance): readonly ListedRoute[] => {
  const { paths } = app.swagger() as unknown as { paths: Record<string, { get?: { parameters?: Parameter[] } }> };
  return Object.entries(paths).flatMap(([path, { get }]) =>
    get === undefined || streams.has(path) ? [] : [{ path, parameters: get.parameters ?? [] }],
  );
};

/** What a mark calls the parameter of a route; a route with another parameter than these makes this test fail. */
const valueFor = (path: string, name: string, { word, hex, incidentNo }: AskedMark): string | undefined => {
  if (path.startsWith('/api/v1/metrics') && name === 'name') return `${word}.metric`;
  if (path.startsWith('/api/v1/dependencies/')) return `${word}-db`;
  if (path.startsWith('/api/v1/apis/') && name === 'name') return `${word}-api`;
  if (path.startsWith('/api/v1/dataset') && name === 'name') return `${word}.table`;
  if (path.startsWith('/api/v1/dataset') && name === 'namespace') return `postgres://${word}:5432`;
  if (path === '/api/v1/hosts' && name === 'name') return `${word}-host`;
  const values: Readonly<Record<string, string>> = {
    namespace: `${word}-sales`,
    pipelineNamespace: `${word}-sales`,
    name: `${word}-orders`,
    pipeline: `${word}-orders`,
    runId: `${word}-run`,
    idPrefix: `${word}-`,
    owner: `${word}-people`,
    service: `${word}-service`,
    event: `${word}.event`,
    stage: `${word}-stage`,
    error: `${word}Error`,
    traceId: hex.repeat(16),
    spanId: hex.repeat(8),
    contract: `${word}-contract`,
    q: word,
    search: word,
    id: 'none',
    no: String(incidentNo ?? 999_999),
  };
  return values[name];
};

const urlFor = (
  path: string,
  parameters: readonly Parameter[],
  mark: AskedMark,
  also: readonly string[] = [],
): string => {
  const value = (name: string): string => {
    const known = valueFor(path, name, mark);
    if (known === undefined) throw new Error(`Give this test a value for the parameter ${name} of ${path}.`);
    return encodeURIComponent(known);
  };
  const query = parameters.filter((one) => one.in === 'query' && (one.required === true || also.includes(one.name)));
  const address = path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => value(name));
  return `${address}?${query.map(({ name }) => `${name}=${value(name)}`).join('&')}`;
};

/** Each route with what it needs. */
export const plainUrls = ({ path, parameters }: ListedRoute, mark: AskedMark): string[] => {
  const url = urlFor(path, parameters, mark, path.endsWith('/detail') ? ['namespace'] : []);
  return path.endsWith('export') ? [`${url}&format=csv`, `${url}&format=ndjson`] : [url];
};

/** Then with each filter that has a name of a mark. */
export const urlsFor = ({ path, parameters }: ListedRoute, mark: AskedMark): string[] => [
  urlFor(path, parameters, mark),
  ...parameters
    .filter((one) => one.in === 'query' && one.required !== true && valueFor(path, one.name, mark) !== undefined)
    .map(({ name }) => urlFor(path, parameters, mark, [name])),
];
