import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { TimeWindow } from '../../../storage/telemetry/search-backwards.ts';
import { durationSql, nameColumns } from './facts-run-sql.ts';
import type { Condition } from './condition.ts';
import { runConditions } from './facts-conditions.ts';
import type { RunFilter, RunPosition } from './filter.ts';
import { newestFirstOrder, type RunOrder } from './order.ts';

interface Place {
  readonly window: TimeWindow;
  readonly limit: number;
  readonly receptionTime: ReceptionTime;
}

/** The names of the first runs of `source` that the filter means, in its order. */
export const selectNames = (source: string, filter: RunFilter, { window, limit, receptionTime }: Place): Condition => {
  const order = filter.order ?? newestFirstOrder;
  const where = runConditions(filter, window, receptionTime);
  const further = filter.after === undefined ? undefined : afterSql(order, filter.after);
  const direction = order.direction.toUpperCase();
  const durationMs = order.by === 'duration' ? [`${durationSql(receptionTime)} AS durationMs`] : [];
  return {
    sql: `SELECT ${[nameColumns, 'toUnixTimestamp64Milli(StartedAt) AS startedAtMs', ...durationMs].join(', ')} FROM ${source}
      WHERE ${[where.sql, ...(further === undefined ? [] : [further.sql])].join(' AND ')}
      ORDER BY ${keysOf(order)
        .map((key) => `${key} ${direction}`)
        .join(', ')} LIMIT ${limit}`,
    parameters: { ...where.parameters, ...further?.parameters },
  };
};

/** What runs are ordered by; the names decide between those of one time. */
const keysOf = ({ by }: RunOrder): string[] => [
  ...(by === 'duration' ? ['durationMs'] : []),
  'startedAtMs',
  'runId',
  'pipeline',
  'namespace',
];

const afterSql = (order: RunOrder, { durationMs, startedAtMs, runId, pipeline, namespace }: RunPosition): Condition => {
  const isByDuration = order.by === 'duration';
  const values = [
    ...(isByDuration ? ['{afterDurationMs:Int64}'] : []),
    '{afterMs:Int64}',
    '{afterId:String}',
    '{afterPipeline:String}',
    '{afterNamespace:String}',
  ];
  return {
    sql: `(${keysOf(order).join(', ')}) ${order.direction === 'desc' ? '<' : '>'} (${values.join(', ')})`,
    parameters: {
      ...(isByDuration ? { afterDurationMs: Math.trunc(durationMs ?? 0) } : {}),
      afterMs: startedAtMs,
      afterId: runId,
      afterPipeline: pipeline,
      afterNamespace: namespace,
    },
  };
};
