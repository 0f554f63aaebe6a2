import { countOf, formatCount, type Ledger } from '@sightglass/model';
import type { AuditColumnNames, AuditMapping } from './mapping.ts';
import { columnsRead } from './mapping.ts';
import { problemWords } from './rows/problem.ts';
import { type GivenColumns, lastStageOf, proposeColumns, unknownStates } from './propose/propose.ts';
import { readRow, type RowReading } from './rows/read-row.ts';
import { ledgerOfCounts } from './rows/row-counts.ts';
import { type AuditColumn, type AuditSession, AuditTableError } from './table.ts';

export interface TrialOptions {
  readonly name: string;
  /** Pipeline of every row where no column says it. */
  readonly pipeline?: string | undefined;
  readonly timeZone: string;
  /** Which column is what, where that is known better than by names. */
  readonly columns?: GivenColumns;
}

/** A row as the run or stage it would be. */
export interface TriedRow {
  readonly runId: string;
  readonly pipeline: string;
  readonly stage: string | null;
  readonly state: string;
  readonly startedAt: string;
  readonly durationMs: number | null;
  readonly rows: Ledger | null;
}

/** A look at a table: what its columns seem to mean, and its newest rows read so. */
export interface Trial {
  readonly columns: readonly (AuditColumn & { readonly means: string | null })[];
  readonly mapping: {
    readonly preset?: 'sightglass';
    readonly columns?: Partial<AuditColumnNames>;
    readonly pipeline?: string;
    readonly lastStage?: string;
    readonly cursor?: { readonly column: string };
    readonly timeZone: string;
  };
  /** Words of the state column to be listed under `states:`. */
  readonly unknownStates: readonly string[];
  /** Settings nothing in the table answers. */
  readonly missing: readonly ('runId' | 'startedAt' | 'pipeline' | 'cursor')[];
  readonly rows: readonly TriedRow[];
  readonly problems: readonly string[];
  /** Whether times are written without a zone, so that `timeZone` matters. */
  readonly hasLocalTimes: boolean;
}

const sampleRows = 200;
const shownRows = 5;
const mostCounted = 10_000;
/** Of the settings, unless they say another. */
const lostAfterMs = 24 * 3_600_000;

export const tryTable = async (session: AuditSession, options: TrialOptions, nowMs: number): Promise<Trial> => {
  const all = await session.columns();
  refuseUnknown(options.columns ?? {}, all);
  const { columns, cursor, isOwn } = proposeColumns(all, options.columns);
  const missing = missingOf(columns, cursor, options);
  const selected = [
    ...new Set([...columnsRead({ columns: columns as AuditColumnNames }), ...(cursor === undefined ? [] : [cursor])]),
  ];
  const sample = cursor === undefined ? [] : await session.newest({ columns: selected, cursor, limit: sampleRows });
  const lastStage = lastStageOf(sample, columns);
  const mapping: AuditMapping = {
    ...options,
    columns: columns as AuditColumnNames,
    states: {},
    lostAfterMs,
    keepRunIds: isOwn,
  };
  const read = missing.length > 0 ? [] : sample.slice(0, shownRows).map((row) => readRow(row, mapping, nowMs));
  return {
    columns: all.map((column) => ({ ...column, means: meaningOf(column.name, columns, cursor) })),
    mapping: isOwn
      ? { preset: 'sightglass', timeZone: options.timeZone }
      : {
          columns,
          ...(columns.pipeline === undefined && options.pipeline !== undefined && { pipeline: options.pipeline }),
          ...(lastStage !== undefined && { lastStage }),
          ...(cursor !== undefined && { cursor: { column: cursor } }),
          timeZone: options.timeZone,
        },
    unknownStates: unknownStates(sample, columns.state),
    missing,
    rows: read.flatMap(({ reading }) => (reading === undefined ? [] : triedRow(reading, nowMs))),
    problems: [
      ...(await cursorProblem(session, cursor)),
      ...new Set(read.flatMap(({ problems }) => problems.map(problemWords))),
    ],
    hasLocalTimes: all.some(
      ({ name, type }) =>
        name === columns.startedAt && /without time zone|^datetime2?$|^smalldatetime$|^date$/.test(type),
    ),
  };
};

const cursorProblem = async (session: AuditSession, cursor: string | undefined): Promise<string[]> => {
  const rows = cursor === undefined ? 0 : await session.withoutCursor(cursor, mostCounted);
  if (rows === 0) return [];
  const many = rows === mostCounted ? `${formatCount(rows)} rows or more` : countOf(rows, 'row');
  return [`${cursor} is empty in ${many}, never read while it is: take a cursor that is always filled`];
};

const refuseUnknown = (given: GivenColumns, columns: readonly AuditColumn[]): void => {
  const names = columns.map(({ name }) => name);
  for (const [field, name] of Object.entries(given))
    if (name !== '' && !names.includes(name))
      throw new AuditTableError(`There is no column ${name} for ${field}; the table has ${names.join(', ')}.`);
};

const missingOf = (
  { runId, startedAt, pipeline }: Partial<AuditColumnNames>,
  cursor: string | undefined,
  options: TrialOptions,
): Trial['missing'] => [
  ...(runId === undefined ? (['runId'] as const) : []),
  ...(startedAt === undefined ? (['startedAt'] as const) : []),
  ...(pipeline === undefined && options.pipeline === undefined ? (['pipeline'] as const) : []),
  ...(cursor === undefined ? (['cursor'] as const) : []),
];

const meaningOf = (name: string, columns: Partial<AuditColumnNames>, cursor: string | undefined): string | null => {
  const [field] = Object.entries(columns).find(([, column]) => column === name) ?? [];
  const isCursor = name === cursor;
  return field === undefined ? (isCursor ? 'cursor' : null) : isCursor ? `${field}, cursor` : field;
};

const triedRow = (reading: RowReading, nowMs: number): TriedRow => ({
  runId: reading.runId,
  pipeline: reading.pipeline,
  stage: reading.stage?.name ?? null,
  state: reading.end?.state ?? (reading.startedAtMs + lostAfterMs > nowMs ? 'running' : 'lost'),
  startedAt: new Date(reading.startedAtMs).toISOString(),
  durationMs: reading.end === undefined ? null : (reading.end.durationMs ?? reading.end.atMs - reading.startedAtMs),
  rows: ledgerOfCounts(reading.counts) ?? null,
});
