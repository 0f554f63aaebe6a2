import type { MetricPoint } from '@sightglass/model/rest';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { conditionsOf, type MetricSelection } from './facts.ts';

/** Time of the last point shown, and how many of that time have been shown. */
export interface PointPosition {
  readonly unixNano: string;
  readonly seen: number;
}

interface PointRow extends MetricPoint {
  readonly unixNano: string;
}

export interface PointPage {
  readonly points: readonly MetricPoint[];
  /** Where to go on; undefined on the last page. */
  readonly next: PointPosition | undefined;
}

const isNumber = "MetricType IN ('gauge', 'sum')";
const columns = `toString(toUnixTimestamp64Nano(Timestamp)) AS unixNano, replaceOne(toString(Timestamp), ' ', 'T') || 'Z' AS timestamp,
  MetricType AS type, MetricUnit AS unit, ServiceName AS service, nullIf(metric_points.RunId, '') AS runId,
  MetricAttributes AS attributes, ResourceAttributes AS resource,
  if(${isNumber}, toNullable(Value), NULL) AS value, if(${isNumber}, NULL, toNullable(Count)) AS count, Sum AS sum, Min AS min, Max AS max,
  arrayMap((quantile, value) -> CAST((quantile, value), 'Tuple(quantile Float64, value Float64)'), Quantiles, QuantileValues) AS quantiles,
  arrayMap((value, traceId, spanId) -> CAST((value, nullIf(traceId, ''), nullIf(spanId, '')),
    'Tuple(value Float64, traceId Nullable(String), spanId Nullable(String))'), ExemplarValues, ExemplarTraceIds, ExemplarSpanIds) AS exemplars`;

/** Tells points of one time apart, so that pages neither skip nor repeat. */
const hash = 'cityHash64(ServiceName, ScopeName, MetricAttributes, ResourceAttributes, Value, Count)';

/** Points of a metric as they were sent, newest first. */
export const createPointReader =
  (telemetry: TelemetryClient) =>
  async (selection: MetricSelection, after: PointPosition | undefined, limit: number): Promise<PointPage> => {
    const { sql, parameters } = conditionsOf(selection);
    const from = after === undefined ? '' : `AND Timestamp <= fromUnixTimestamp64Nano({unixNano:Int64}, 'UTC')`;
    const rows = await telemetry.rows<PointRow>(
      `SELECT ${columns} FROM metric_points WHERE ${sql} ${from}
       ORDER BY Timestamp DESC, ${hash} LIMIT ${limit + 1} OFFSET ${after?.seen ?? 0}`,
      after === undefined ? parameters : { ...parameters, unixNano: after.unixNano },
    );
    const shown = rows.slice(0, limit);
    return {
      points: shown.map(({ unixNano: _unixNano, ...point }) => point),
      next: rows.length > limit ? positionAfter(shown, after) : undefined,
    };
  };
export type PointReader = ReturnType<typeof createPointReader>;

const positionAfter = (shown: readonly PointRow[], before: PointPosition | undefined): PointPosition | undefined => {
  const unixNano = shown.at(-1)?.unixNano;
  if (unixNano === undefined) return undefined;
  const ofThatTime = shown.filter((row) => row.unixNano === unixNano).length;
  return { unixNano, seen: ofThatTime + (before?.unixNano === unixNano ? before.seen : 0) };
};
