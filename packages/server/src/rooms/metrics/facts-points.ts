import type { MetricPoint } from '@sightglass/model/rest';
import { mostPageBytes } from '../../http/page-bytes.ts';
import { boundedOf, type BoundedRow, textBytesSql, withinBytesSql } from '../../storage/telemetry/bounded-rows.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { cutValues, withoutHalves } from '../logs/facts-record.ts';
import { conditionsOf, type MetricSelection } from './facts.ts';

/** Time of the last point shown, and how many of that time have been shown. */
export interface PointPosition {
  readonly unixNano: string;
  readonly seen: number;
}

interface PointRow extends MetricPoint {
  readonly unixNano: string;
}

/** Exemplars and quantiles of one point that are sent. */
const mostExamples = 1_000;
/** Of one as JSON. */
const bytesOfExample = 128;
const fewOf = (list: string): string => `arraySlice(${list}, 1, ${mostExamples})`;

export interface PointPage {
  readonly points: readonly MetricPoint[];
  /** Where to go on; undefined on the last page. */
  readonly next: PointPosition | undefined;
}

const isNumber = "MetricType IN ('gauge', 'sum')";
const columns = `toString(toUnixTimestamp64Nano(Timestamp)) AS unixNano, replaceOne(toString(Timestamp), ' ', 'T') || 'Z' AS timestamp,
  MetricType AS type, MetricUnit AS unit, ServiceName AS service, nullIf(metric_points.RunId, '') AS runId,
  ${cutValues('MetricAttributes')} AS attributes, ${cutValues('ResourceAttributes')} AS resource,
  if(${isNumber}, toNullable(Value), NULL) AS value, if(${isNumber}, NULL, toNullable(Count)) AS count, Sum AS sum, Min AS min, Max AS max,
  arrayMap((quantile, value) -> CAST((quantile, value), 'Tuple(quantile Float64, value Float64)'), ${fewOf('Quantiles')}, ${fewOf('QuantileValues')}) AS quantiles,
  arrayMap((value, traceId, spanId) -> CAST((value, nullIf(traceId, ''), nullIf(spanId, '')),
    'Tuple(value Float64, traceId Nullable(String), spanId Nullable(String))'), ${fewOf('ExemplarValues')}, ${fewOf('ExemplarTraceIds')}, ${fewOf('ExemplarSpanIds')}) AS exemplars,
  ${textBytesSql('attributes')} + ${textBytesSql('resource')} + ${bytesOfExample} * (length(exemplars) + length(quantiles)) AS bytes`;

/** Tells points of one time apart, so that pages neither skip nor repeat. */
const hash = 'cityHash64(ServiceName, ScopeName, MetricAttributes, ResourceAttributes, Value, Count)';

/** Points of a metric as they were sent, newest first; a page has at least one, and long texts are cut. */
export const createPointReader =
  (telemetry: TelemetryClient) =>
  async (selection: MetricSelection, after: PointPosition | undefined, limit: number): Promise<PointPage> => {
    const { sql, parameters } = conditionsOf(selection);
    const from = after === undefined ? '' : `AND Timestamp <= fromUnixTimestamp64Nano({unixNano:Int64}, 'UTC')`;
    const points = `SELECT ${columns} FROM metric_points WHERE ${sql} ${from}
       ORDER BY Timestamp DESC, ${hash} LIMIT ${limit + 1} OFFSET ${after?.seen ?? 0}`;
    const found = await telemetry.rows<PointRow & BoundedRow>(
      withinBytesSql(points, mostPageBytes),
      after === undefined ? parameters : { ...parameters, unixNano: after.unixNano },
    );
    const { rows, isAll } = boundedOf(found);
    const shown = rows.slice(0, limit);
    return {
      points: shown.map(({ unixNano: _unixNano, attributes, resource, ...point }) => ({
        ...point,
        attributes: withoutHalves(attributes),
        resource: withoutHalves(resource),
      })),
      next: rows.length > limit || !isAll ? positionAfter(shown, after) : undefined,
    };
  };
export type PointReader = ReturnType<typeof createPointReader>;

const positionAfter = (shown: readonly PointRow[], before: PointPosition | undefined): PointPosition | undefined => {
  const unixNano = shown.at(-1)?.unixNano;
  if (unixNano === undefined) return undefined;
  const ofThatTime = shown.filter((row) => row.unixNano === unixNano).length;
  return { unixNano, seen: ofThatTime + (before?.unixNano === unixNano ? before.seen : 0) };
};
