import type { LegalHold } from '../../state/legal-holds.ts';
import type { TelemetryClient } from '../client.ts';
import { quote } from '../literal.ts';
import { instantSql } from '../time-sql.ts';
import { keptClasses } from './classes.ts';
import type { Partition } from './expired.ts';

/**
 * Of these partitions those that hold something on hold. A partition is deleted whole or not at all, so one record on hold keeps its whole day,
 * or, of runs, its month: of every pipeline, in all tables of all classes, as one is read with the other.
 */
export const heldPartitions = async (
  telemetry: Pick<TelemetryClient, 'rows'>,
  holds: readonly LegalHold[],
  partitions: readonly Partition[],
): Promise<Partition[]> => {
  if (holds.length === 0 || partitions.length === 0) return [];
  const [days, months] = ['day', 'month'].map((period) => {
    const tables = new Set(keptClasses.filter((each) => each.period === period).flatMap((each) => each.tables));
    return partitions.filter(({ table }) => tables.has(table));
  }) as [Partition[], Partition[]];
  const heldDays = await heldOf(telemetry, days, (list) =>
    ['logs', 'spans', 'metric_points'].map(
      (table) =>
        `SELECT DISTINCT toString(toDate(ReceivedAt)) AS at FROM ${table} WHERE toDate(ReceivedAt) IN (${list}) AND (${conditionOf(holds, 'Timestamp')})`,
    ),
  );
  const heldMonths = await heldOf(telemetry, months, (list) => [
    `SELECT DISTINCT toString(Month) AS at FROM pipeline_days WHERE Month IN (${list}) AND (${conditionOf(holds, 'Day')})`,
  ]);
  return [
    ...days.filter(({ partition }) => heldDays.has(partition)),
    ...months.filter(({ partition }) => heldMonths.has(partition)),
  ];
};

const heldOf = async (
  telemetry: Pick<TelemetryClient, 'rows'>,
  partitions: readonly Partition[],
  queries: (list: string) => readonly string[],
): Promise<Set<string>> => {
  const wanted = [...new Set(partitions.map(({ partition }) => partition))];
  if (wanted.length === 0) return new Set();
  const sql = queries(wanted.map((at) => `toDate(${quote(at)})`).join(', ')).join(' UNION DISTINCT ');
  return new Set((await telemetry.rows<{ at: string }>(sql)).map(({ at }) => at));
};

/** Whether a row is on hold; a day is, when any of its hours may be. */
export const conditionOf = (holds: readonly LegalHold[], column: 'Timestamp' | 'Day'): string =>
  holds
    .map(({ namespace, pipeline, fromAt, toAt }) =>
      [
        ...(namespace === null ? [] : [`${namespaceRead} = ${quote(namespace)}`, "PipelineName != ''"]),
        ...(pipeline === null ? [] : [`PipelineName = ${quote(pipeline)}`]),
        `${column} >= ${edge(column, fromAt)}`,
        ...(toAt === null ? [] : [`${column} <= ${edge(column, toAt)}`]),
      ].join(' AND '),
    )
    .map((condition) => `(${condition})`)
    .join(' OR ');

/** As everywhere: what names none is of `default`. */
const namespaceRead = "if(PipelineNamespace = '', 'default', PipelineNamespace)";

const edge = (column: 'Timestamp' | 'Day', at: Date): string =>
  column === 'Day' ? `toDate(${quote(at.toISOString().slice(0, 10))})` : instantSql(at.getTime());
