import type { Service } from '@sightglass/model/rest';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { quote } from '../../storage/telemetry/literal.ts';

type Places = Pick<Service, 'namespaces' | 'environments'>;
type LogRow = { readonly service: string; readonly pipelines: readonly string[] } & NonNullable<Service['logs']>;
type SpanRow = Places & { readonly service: string } & NonNullable<Service['spans']>;
type MetricRow = Places & { readonly service: string } & NonNullable<Service['metrics']>;

const mostOfEach = 20;
/** Of `SeverityNumber`: ERROR and above. */
const leastError = 17;

const rfc3339 = (at: string): string => `replaceOne(toString(${at}), ' ', 'T') || 'Z'`;
const few = (column: string): string =>
  `arraySlice(arraySort(groupUniqArrayIf(toString(${column}), ${column} != '')), 1, ${mostOfEach})`;
const places = `${few('ServiceNamespace')} AS namespaces, ${few('Environment')} AS environments`;
const named = "positionCaseInsensitiveUTF8(ServiceName, {search:String}) > 0 OR {search:String} = ''";

export interface ServiceWish {
  /** A part of the name; empty for all. */
  readonly search: string;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

/** Out of counts that are kept of each signal. Raises ClickHouseError. */
export const createServiceReader = (telemetry: TelemetryClient) => {
  const read = async (search: string) =>
    Promise.all([
      telemetry.rows<LogRow>(
        `SELECT toString(ServiceName) AS service, sum(Records) AS records, sumIf(Records, SeverityNumber >= ${leastError}) AS errors,
           ${few('PipelineName')} AS pipelines, ${rfc3339('min(Minute)')} AS firstAt, ${rfc3339('max(Minute)')} AS lastAt
         FROM logs_per_minute WHERE ${named} GROUP BY ServiceName`,
        { search },
      ),
      telemetry.rows<SpanRow>(
        `SELECT toString(ServiceName) AS service, sum(Spans) AS spans, sum(Errors) AS errors, ${places},
           ${rfc3339('min(FirstAt)')} AS firstAt, ${rfc3339('max(LastAt)')} AS lastAt
         FROM spans_per_service WHERE ${named} GROUP BY ServiceName`,
        { search },
      ),
      telemetry.rows<MetricRow>(
        `SELECT toString(ServiceName) AS service, uniqExact(MetricName) AS metrics, sum(Points) AS points, ${places},
           ${rfc3339('min(FirstAt)')} AS firstAt, ${rfc3339('max(Latest.At)')} AS lastAt
         FROM points_per_metric WHERE ${named} GROUP BY ServiceName`,
        { search },
      ),
    ]);

  /** Where services are that send nothing but logs, by their latest record of a minute: those are not counted by it. */
  const placesOfLogs = async (rows: readonly LogRow[]): Promise<Map<string, Places>> => {
    if (rows.length === 0) return new Map();
    const keys = rows.map(
      ({ service, lastAt }) =>
        `(toStartOfFiveMinutes(toDateTime64(${quote(lastAt.slice(0, 19).replace('T', ' '))}, 9, 'UTC')), ${quote(service)})`,
    );
    const found = await telemetry.rows<{ service: string; namespace: string; environment: string }>(
      `SELECT toString(ServiceName) AS service, ResourceAttributes['service.namespace'] AS namespace,
         if(ResourceAttributes['deployment.environment.name'] = '', ResourceAttributes['deployment.environment'], ResourceAttributes['deployment.environment.name']) AS environment
       FROM logs WHERE (toStartOfFiveMinutes(Timestamp), ServiceName) IN (${keys.join(', ')}) LIMIT 1 BY ServiceName`,
    );
    const known = (name: string): string[] => (name === '' ? [] : [name]);
    return new Map(
      found.map(({ service, namespace, environment }) => [
        service,
        { namespaces: known(namespace), environments: known(environment) },
      ]),
    );
  };

  /** Up to `limit`, those that sent last first, of those that are meant. */
  return async ({ search, ...range }: ServiceWish, limit: number): Promise<{ items: Service[]; total: number }> => {
    const [logs, spans, metrics] = await read(search);
    const [logsOf, spansOf, metricsOf] = [byName(logs), byName(spans), byName(metrics)];
    const names = [...new Set([...logsOf.keys(), ...spansOf.keys(), ...metricsOf.keys()])];
    const sent = names
      .map((name) => serviceOf(name, logsOf.get(name), spansOf.get(name), metricsOf.get(name)))
      .filter((one) => sentWithin(one, range));
    const services = sent
      .toSorted((a, b) => b.lastAt.localeCompare(a.lastAt) || a.service.localeCompare(b.service))
      .slice(0, limit);
    const onlyLogs = services.flatMap(({ service, spans, metrics }) =>
      spans === null && metrics === null ? (logsOf.get(service) ?? []) : [],
    );
    const placed = await placesOfLogs(onlyLogs);
    return { items: services.map((one) => ({ ...one, ...placed.get(one.service) })), total: sent.length };
  };
};
/** Between its first and its latest telemetry it may have paused. */
const sentWithin = (
  { firstAt, lastAt }: Service,
  { fromMs = -Infinity, toMs = Infinity }: Omit<ServiceWish, 'search'>,
): boolean => Date.parse(lastAt) >= fromMs && Date.parse(firstAt) < toMs;

export type ServiceReader = ReturnType<typeof createServiceReader>;

const byName = <Row extends { readonly service: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.service, row]));

const serviceOf = (
  service: string,
  logs: LogRow | undefined,
  spans: SpanRow | undefined,
  metrics: MetricRow | undefined,
): Service => {
  const all = [logs, spans, metrics].filter((row) => row !== undefined);
  const merged = (key: keyof Places): string[] =>
    [...new Set([...(spans?.[key] ?? []), ...(metrics?.[key] ?? [])])].toSorted().slice(0, mostOfEach);
  return {
    service,
    namespaces: merged('namespaces'),
    environments: merged('environments'),
    pipelines: [...(logs?.pipelines ?? [])],
    firstAt: all.map(({ firstAt }) => firstAt).toSorted()[0] ?? '',
    lastAt:
      all
        .map(({ lastAt }) => lastAt)
        .toSorted()
        .at(-1) ?? '',
    logs: logs === undefined ? null : { records: logs.records, errors: logs.errors, ...timesOf(logs) },
    spans: spans === undefined ? null : { spans: spans.spans, errors: spans.errors, ...timesOf(spans) },
    metrics: metrics === undefined ? null : { metrics: metrics.metrics, points: metrics.points, ...timesOf(metrics) },
  };
};

const timesOf = ({ firstAt, lastAt }: { readonly firstAt: string; readonly lastAt: string }) => ({ firstAt, lastAt });
