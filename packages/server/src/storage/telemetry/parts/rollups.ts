import type { TelemetryClient } from '../client.ts';
import { quote } from '../literal.ts';
import { outOfStoredSpans } from '../span-rules/pass-spans-on.ts';

/** Tables whose rows are sums: what is inserted twice, or lost from the table they are of, makes them wrong. */
const sums = [
  { table: 'logs_per_minute', of: 'logs', sum: 'Records', counted: '1' },
  { table: 'trace_times', of: 'spans', sum: 'Spans', counted: "TraceId != ''" },
  { table: 'spans_per_service', of: 'spans', sum: 'Spans', counted: '1' },
  { table: 'points_per_metric', of: 'metric_points', sum: 'Points', counted: '1' },
] as const;
type Sum = (typeof sums)[number];

interface DayCount {
  readonly day: string;
  readonly rows: number;
}

/** Makes the sums of each day what the records of that day are. Nothing may be inserted meanwhile. Gives the days that were wrong. */
export const correctSums = async (telemetry: TelemetryClient): Promise<{ table: string; day: string }[]> => {
  const wrong: { table: string; day: string }[] = [];
  for (const sum of sums) {
    for (const day of await wrongDays(telemetry, sum)) {
      await sumAgain(telemetry, sum.table, day);
      wrong.push({ table: sum.table, day });
    }
  }
  return wrong;
};

/**
 * Makes again what a part of a folding table held, out of all records there are: folding them twice changes nothing. False when the records
 * do not reach back that far, or it is not made of records.
 */
export const foldAgain = async (
  telemetry: TelemetryClient,
  { table, partitionId }: { readonly table: string; readonly partitionId: string },
): Promise<boolean> => {
  const views = await viewsInto(telemetry, table);
  for (const { columns, select } of views)
    await telemetry.execute(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM (${select})`);
  const [oldest] = await telemetry.rows<{ day: string }>(
    "SELECT min(partition_id) AS day FROM system.parts WHERE active AND database = currentDatabase() AND table = 'logs'",
  );
  return views.length > 0 && partitionId >= monthOf(oldest?.day ?? '');
};

/** The partition of the month of a day. */
const monthOf = (day: string): string => `${day.slice(0, 6)}01`;

export const isSum = (table: string): boolean => sums.some((sum) => sum.table === table);

const wrongDays = async (telemetry: TelemetryClient, { table, of, sum, counted }: Sum): Promise<string[]> => {
  const [stored, summed] = await Promise.all([
    telemetry.rows<DayCount>(
      `SELECT partition AS day, sum(rows) AS rows FROM system.parts WHERE active AND database = currentDatabase() AND table = ${quote(of)} GROUP BY day`,
    ),
    telemetry.rows<DayCount>(`SELECT toString(Day) AS day, sum(${sum}) AS rows FROM ${table} GROUP BY day`),
  ]);
  const suspects = differentDays(stored, summed);
  if (suspects.length === 0 || counted === '1') return suspects;
  const exact = await telemetry.rows<DayCount>(
    `SELECT toString(toDate(ReceivedAt)) AS day, count() AS rows FROM ${of} WHERE ${counted} GROUP BY day`,
  );
  return differentDays(exact, summed);
};

const differentDays = (one: readonly DayCount[], other: readonly DayCount[]): string[] => {
  const countOf = (counts: readonly DayCount[], day: string): number =>
    counts.find((row) => row.day === day)?.rows ?? 0;
  const days = new Set([...one, ...other].map(({ day }) => day));
  return [...days].filter((day) => countOf(one, day) !== countOf(other, day)).toSorted();
};

/** Puts the new sums in the place of the old at once: who reads them meanwhile, as a search for logs does, sees one or the other. */
const sumAgain = async (telemetry: TelemetryClient, table: string, day: string): Promise<void> => {
  const views = await viewsInto(telemetry, table);
  const made = `${table}_again`;
  await telemetry.execute(`DROP TABLE IF EXISTS ${made} SYNC`);
  await telemetry.execute(`CREATE TABLE ${made} AS ${table}`);
  for (const { columns, select } of views)
    await telemetry.execute(
      `INSERT INTO ${made} (${columns}) SELECT ${columns} FROM (${select}) WHERE Day = ${quote(day)}`,
    );
  await telemetry.execute(
    `ALTER TABLE ${table} REPLACE PARTITION ${quote(day)} FROM ${made} SETTINGS allow_replace_partition_from_empty_source = 1`,
  );
  await telemetry.execute(`DROP TABLE ${made} SYNC`);
};

/** The views that fill a table: their columns, and their SELECT. */
const viewsInto = async (telemetry: TelemetryClient, table: string): Promise<{ columns: string; select: string }[]> => {
  const views = await telemetry.rows<{ select: string; names: string[] }>(
    `SELECT any(as_select) AS select, groupArray(columns.name) AS names
     FROM system.tables AS views INNER JOIN system.columns AS columns ON columns.table = views.name AND columns.database = views.database
     WHERE views.database = currentDatabase() AND views.engine = 'MaterializedView'
       AND views.create_table_query LIKE concat('% TO ', currentDatabase(), '.', ${quote(table)}, ' %')
     GROUP BY views.name`,
  );
  const stored = await Promise.all(views.map(({ select }) => outOfStored(telemetry, select)));
  return views.map(({ names }, index) => ({
    select: stored[index] ?? '',
    columns: names.map((name) => `\`${name}\``).join(', '),
  }));
};

/** The SELECT of a view as it has to be to read what is stored: tables that records only go through make place for where these come from. */
const outOfStored = async (telemetry: TelemetryClient, select: string): Promise<string> => {
  const logs = outOfStoredSpans(select).replaceAll(/\bFROM (\S+\.)?logs_with_(?:run_)?events\b/g, 'FROM $1logs');
  const through = ofEvents.exec(logs)?.[1];
  if (through === undefined) return logs;
  const [events] = await viewsInto(telemetry, through);
  return logs.replace(ofEvents, () => `FROM (${events?.select}) AS ${through}`);
};

const ofEvents = /\bFROM (?:\S+\.)?(run_events|work_events)\b/;
