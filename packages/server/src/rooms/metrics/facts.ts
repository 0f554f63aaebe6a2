import { type LogTerm, namesOf, otherNameOf } from '@sightglass/model';
import type { QueryParameters } from '../../storage/telemetry/bind.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import type { TimeWindow } from '../../storage/telemetry/search-backwards.ts';
import { instantSql, withinSql } from '../../storage/telemetry/time-sql.ts';
import { ownedBySql, type RunScope } from '../runs/identity/facts-owned.ts';
import { rangeSql } from '../../storage/telemetry/number-range.ts';

export interface MetricSelection extends TimeWindow {
  readonly name: string;
  readonly service?: string | undefined;
  readonly run?: RunScope | undefined;
  /** `key:value` terms on attributes of the point or its resource. */
  readonly terms: readonly LogTerm[];
}

/** What one series (one set of attributes) measured in one step. Histogram members are empty for other types. */
export interface SeriesStep {
  readonly series: string;
  /** Values of the attributes grouped by, in their order. */
  readonly labels: readonly string[];
  readonly atMs: number;
  readonly type: 'gauge' | 'sum' | 'histogram' | 'exponential_histogram' | 'summary';
  readonly isCumulative: boolean;
  readonly isMonotonic: boolean;
  readonly unit: string;
  /** When the series began to count. */
  readonly countingSinceMs: number;
  readonly points: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly last: number;
  readonly lastAtMs: number;
  /** Sums over the points, for delta temporality; the latest point, for cumulative. */
  readonly histogram: {
    readonly count: number;
    readonly sum: number;
    readonly min: number | null;
    readonly max: number | null;
  };
  /** Upper edges; the last bucket of an explicit histogram has none (null). Delta points stand one after the other. */
  readonly bucketEdges: readonly (number | null)[];
  readonly bucketCounts: readonly number[];
  /** Of a summary: the latest that its sender worked out. */
  readonly quantiles: readonly (readonly [quantile: number, value: number | null])[];
}

/** More rows than this are refused: the caller narrows the range or widens the step. */
export const mostSeriesSteps = 100_000;

const seriesKey = 'toString(cityHash64(ServiceName, ScopeName, MetricAttributes, ResourceAttributes))';

/** Count and sum of a summary are totals, though it has no temporality (opentelemetry-proto, metrics.proto, `Summary`). */
const isCumulative = "(any(AggregationTemporality) = 2 OR any(MetricType) = 'summary')";

/** One expression for delta points, which add up, and cumulative ones, where the latest says all. */
const bothWays = (added: string, latest: string): string => `if(${isCumulative}, ${latest}, ${added})`;

/** Edges and counts of an exponential histogram: bucket i of a scale reaches to 2^((offset + i + 1) / 2^scale). */
const edgesOf = `multiIf(
  MetricType = 'histogram', arrayPushBack(arrayMap(bound -> toNullable(bound), ExplicitBounds), NULL),
  MetricType = 'exponential_histogram', arrayConcat(
    arrayReverse(arrayMap((_, i) -> toNullable(-exp2((NegativeOffset + i - 1) / exp2(Scale))), NegativeBucketCounts, arrayEnumerate(NegativeBucketCounts))),
    [toNullable(ZeroThreshold), toNullable(exp2(PositiveOffset / exp2(Scale)))],
    arrayMap((_, i) -> toNullable(exp2((PositiveOffset + i) / exp2(Scale))), PositiveBucketCounts, arrayEnumerate(PositiveBucketCounts))),
  [])`;
const countsOf = `if(MetricType = 'exponential_histogram',
  arrayConcat(arrayReverse(NegativeBucketCounts), [ZeroCount, 0], PositiveBucketCounts), BucketCounts)`;

export const createMetricReader = (telemetry: TelemetryClient) => ({
  /** First and last time of the points; undefined when there are none. */
  async bounds(selection: MetricSelection): Promise<{ fromMs: number; toMs: number } | undefined> {
    const { sql, parameters } = conditionsOf(selection);
    const [row] = await telemetry.rows<{ fromMs: number; toMs: number; points: number }>(
      `SELECT toUnixTimestamp64Milli(min(Timestamp)) AS fromMs, toUnixTimestamp64Milli(max(Timestamp)) AS toMs, count() AS points
       FROM metric_points WHERE ${sql}`,
      parameters,
    );
    return row === undefined || row.points === 0 ? undefined : { fromMs: row.fromMs, toMs: row.toMs + 1 };
  },

  /** By series and time; at most `mostSeriesSteps` + 1. */
  async steps(selection: MetricSelection, groupBy: readonly string[], stepMs: number): Promise<SeriesStep[]> {
    const { sql, parameters } = conditionsOf(selection);
    const names: Record<string, string> = {};
    const labels = groupBy.map((label) =>
      labelOf(label, (name) => {
        const parameter = `label${Object.keys(names).length}`;
        names[parameter] = name;
        return `{${parameter}:String}`;
      }),
    );
    return telemetry.rows<SeriesStep>(
      `SELECT ${seriesKey} AS series, [${labels.map((label) => `any(${label})`).join(', ')}]::Array(String) AS labels,
         intDiv(toUnixTimestamp64Milli(Timestamp), ${stepMs}) * ${stepMs} AS atMs, any(MetricType) AS type,
         ${isCumulative} AS isCumulative, any(IsMonotonic) AS isMonotonic, any(MetricUnit) AS unit,
         toUnixTimestamp64Milli(max(StartTimestamp)) AS countingSinceMs,
         count() AS points, sum(Value) AS sum, min(Value) AS min, max(Value) AS max, argMax(Value, Timestamp) AS last,
         toUnixTimestamp64Milli(max(Timestamp)) AS lastAtMs,
         CAST((${bothWays('sum(Count)', 'argMax(Count, Timestamp)')}, ${bothWays('sum(ifNull(Sum, 0))', 'argMax(ifNull(Sum, 0), Timestamp)')}, min(Min), max(Max)),
           'Tuple(count UInt64, sum Float64, min Nullable(Float64), max Nullable(Float64))') AS histogram,
         ${bothWays(`arrayFlatten(groupArray(${edgesOf}))`, `argMax(${edgesOf}, Timestamp)`)} AS bucketEdges,
         ${bothWays(`arrayFlatten(groupArray(${countsOf}))`, `argMax(${countsOf}, Timestamp)`)} AS bucketCounts,
         argMax(arrayZip(Quantiles, arrayResize(QuantileValues, length(Quantiles))), Timestamp) AS quantiles
       FROM metric_points WHERE ${sql} GROUP BY series, atMs ORDER BY series, atMs LIMIT ${mostSeriesSteps + 1}`,
      { ...parameters, ...names },
    );
  },
});
export type MetricReader = ReturnType<typeof createMetricReader>;

/** The value of an attribute of a point or its resource, under whichever of its names. */
const labelOf = (name: string, parameter: (value: string) => string): string => {
  const other = otherNameOf(name);
  const inPoint = (key: string, otherwise: string): string =>
    `if(mapContains(MetricAttributes, ${key}), MetricAttributes[${key}], ${otherwise})`;
  const key = parameter(name);
  const ofResource = `ResourceAttributes[${key}]`;
  return inPoint(key, other === undefined ? ofResource : inPoint(parameter(other), ofResource));
};

const termSql = ({ key = '', text, prefix = false, range }: LogTerm, parameter: (value: string) => string): string => {
  const label = labelOf(key, parameter);
  if (range !== undefined) return rangeSql(label, range, parameter);
  return prefix ? `${label} != '' AND startsWith(${label}, ${parameter(text)})` : `${label} = ${parameter(text)}`;
};

export const conditionsOf = ({
  name,
  service,
  run,
  terms,
  fromMs,
  toMs,
}: MetricSelection): { sql: string; parameters: QueryParameters } => {
  const owned = run === undefined ? undefined : ownedBySql(run);
  const parameters: Record<string, QueryParameters[string]> = { names: namesOf(name), ...owned?.parameters };
  const parts = ['MetricName IN ({names:Array(String)})', ...(owned === undefined ? [] : [owned.where])];
  if (service !== undefined) {
    parts.push('ServiceName = {service:String}');
    parameters['service'] = service;
  }
  if (fromMs !== undefined)
    parts.push(
      `toStartOfHour(Timestamp) >= toStartOfHour(${instantSql(fromMs)}) AND Timestamp >= ${instantSql(fromMs)}`,
    );
  parts.push(...withinSql('Timestamp', { fromMs: undefined, toMs }));
  const parameter = (value: string): string => {
    const parameterName = `term${Object.keys(parameters).length}`;
    parameters[parameterName] = value;
    return `{${parameterName}:String}`;
  };
  for (const term of terms) parts.push(`${term.negated ? 'NOT ' : ''}(${termSql(term, parameter)})`);
  return { sql: parts.join(' AND '), parameters };
};
