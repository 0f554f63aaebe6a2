import { countOf, formatCount, type Ledger } from '@sightglass/model';
import type { AuditColumnNames, AuditMapping } from './mapping.ts';
import { columnsRead } from './mapping.ts';
import { problemWords } from './rows/problem.ts';
import { type AuditPreset, auditPresets, type PresetName } from './preset.ts';
import { hasClashes, refineByValues, type ValueProposal } from './propose/from-values.ts';
import { type GivenColumns, lastStageOf, proposeColumns, unknownStates } from './propose/propose.ts';
import type { DurationUnit } from './rows/duration-text.ts';
import { mappingOfRuns } from './rows/event-rows.ts';
import { readRow, type RowReading } from './rows/read-row.ts';
import type { AuditRow } from './rows/row.ts';
import { ledgerOfCounts } from './rows/row-counts.ts';
import { type AuditColumn, type AuditSession, AuditTableError } from './table.ts';
import { wholeRuns } from './whole-runs.ts';

export interface TrialOptions {
  readonly name: string;
  /** Pipeline of every row where no column says it. */
  readonly pipeline?: string | undefined;
  readonly timeZone: string;
  /** Which column is what, where that is known better than by names. */
  readonly columns?: GivenColumns;
  /** Of numbers in a column of durations, where its name does not tell. */
  readonly durationUnit?: DurationUnit | undefined;
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
    readonly preset?: PresetName;
    readonly columns?: Partial<AuditColumnNames>;
    readonly durationUnit?: DurationUnit;
    readonly pipeline?: string;
    readonly lastStage?: string;
    readonly cursor?: { readonly column: string };
    readonly timeZone: string;
  };
  /** Words of the state column to be listed under `states:`. */
  readonly unknownStates: readonly string[];
  /** Settings nothing in the table answers. */
  readonly missing: readonly ('runId' | 'startedAt' | 'pipeline' | 'cursor' | 'durationUnit')[];
  /** What a person should know of the proposal. */
  readonly notes: readonly string[];
  readonly rows: readonly TriedRow[];
  readonly problems: readonly string[];
  /** Whether times are written without a zone, so that `timeZone` matters. */
  readonly hasLocalTimes: boolean;
}

const sampleRows = 200;
const shownRows = 5;
/** Runs of event tables have some rows each. */
const eventsOfRun = 40;
const mostColumns = 100;
const mostCounted = 10_000;
/** Of the settings, unless they say another. */
const lostAfterMs = 24 * 3_600_000;

export const tryTable = async (session: AuditSession, options: TrialOptions, nowMs: number): Promise<Trial> => {
  const all = await session.columns();
  refuseUnknown(options.columns ?? {}, all);
  const { proposal, sample } = await proposalOf(session, all, options.columns ?? {});
  const { columns, cursor, preset, notes } = proposal;
  const missing = missingOf(proposal, sample, options);
  const lastStage = lastStageOf(sample, columns);
  const mapping = mappingOf(proposal, { ...options, lastStage });
  const runs =
    missing.length > 0 || cursor === undefined
      ? []
      : await wholeRuns(session, sample.slice(0, shownRows * eventsOfRun), { ...mapping, cursorColumn: cursor }, nowMs);
  const read = (columns.event === undefined ? runs : runs.toReversed())
    .map((row) => readRow(row, mappingOfRuns(mapping), nowMs))
    .filter(({ reading, problems }) => reading !== undefined || problems.length > 0)
    .slice(0, shownRows);
  return {
    columns: all.map((column) => ({ ...column, means: meaningOf(column.name, columns, cursor) })),
    mapping: settingsOf(proposal, lastStage, options),
    unknownStates: unknownStates(sample, columns.event ?? columns.state, mapping.states),
    missing,
    notes: preset === undefined ? notes : [`this is the table that preset ${preset} reads`, ...notes],
    rows: newestOfEach(read.flatMap(({ reading }) => (reading === undefined ? [] : triedRow(reading, nowMs)))),
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

/** What names say first, as a cursor is needed to read rows; then what their values say. */
const proposalOf = async (
  session: AuditSession,
  all: readonly AuditColumn[],
  given: GivenColumns,
): Promise<{ readonly proposal: ValueProposal; readonly sample: readonly AuditRow[] }> => {
  const named = proposeColumns(all, given);
  const { cursor, preset } = named;
  const shown =
    preset === undefined
      ? all
          .filter(isReadable)
          .slice(0, mostColumns)
          .map(({ name }) => name)
      : [];
  const only = preset === undefined ? undefined : presetOptions(preset).only;
  const read = columnsRead({ columns: named.columns as AuditColumnNames, only });
  const wanted = cursor === undefined ? [] : [...new Set([...read, ...shown, cursor])];
  const sample = cursor === undefined ? [] : await session.newest({ columns: wanted, cursor, limit: sampleRows });
  if (preset !== undefined) return { proposal: { ...named, isUnitUnclear: false, notes: [] }, sample };
  return { proposal: refineByValues(named, all, given, sample), sample };
};

const isReadable = ({ type }: AuditColumn): boolean =>
  !/binary|bytea|image|xml|geo|hierarchyid|sql_variant|rowversion|vector/u.test(type);

const presetOptions = (preset: PresetName): AuditPreset => auditPresets[preset];

/** How the server would read the table by the settings that are proposed. */
const mappingOf = (
  { columns, preset, durationUnit }: ValueProposal,
  {
    name,
    pipeline,
    timeZone,
    lastStage,
    durationUnit: given,
  }: TrialOptions & { readonly lastStage: string | undefined },
): AuditMapping => {
  const known = preset === undefined ? undefined : presetOptions(preset);
  return {
    name,
    pipeline,
    timeZone,
    lastStage,
    columns: columns as AuditColumnNames,
    states: known?.states ?? {},
    durationUnit: given ?? durationUnit ?? known?.durationUnit,
    only: known?.only,
    lostAfterMs,
    keepRunIds: preset === 'sightglass',
  };
};

/** The same as it goes into the file. */
const settingsOf = (
  { columns, cursor, preset, durationUnit }: ValueProposal,
  lastStage: string | undefined,
  { pipeline, timeZone, durationUnit: given }: TrialOptions,
): Trial['mapping'] => {
  const unit = given ?? durationUnit;
  if (preset !== undefined) {
    const isChanged = columns.pipeline !== presetOptions(preset).columns.pipeline;
    return { preset, ...(isChanged && { columns }), timeZone };
  }
  return {
    columns,
    ...(unit !== undefined && columns.duration !== undefined && { durationUnit: unit }),
    ...(columns.pipeline === undefined && pipeline !== undefined && { pipeline }),
    ...(lastStage !== undefined && { lastStage }),
    ...(cursor !== undefined && { cursor: { column: cursor } }),
    timeZone,
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
  { columns, cursor, isUnitUnclear }: ValueProposal,
  sample: readonly AuditRow[],
  options: TrialOptions,
): Trial['missing'] => {
  const { runId, startedAt, pipeline } = columns;
  const isKeyless = runId === undefined && (startedAt === undefined || hasClashes(columns, sample));
  return [
    ...(isKeyless ? (['runId'] as const) : []),
    ...(startedAt === undefined ? (['startedAt'] as const) : []),
    ...(pipeline === undefined && options.pipeline === undefined ? (['pipeline'] as const) : []),
    ...(cursor === undefined ? (['cursor'] as const) : []),
    ...(isUnitUnclear && options.durationUnit === undefined ? (['durationUnit'] as const) : []),
  ];
};

const meaningOf = (name: string, columns: Partial<AuditColumnNames>, cursor: string | undefined): string | null => {
  const [field] = Object.entries(columns).find(([, column]) => column === name) ?? [];
  const isCursor = name === cursor;
  return field === undefined ? (isCursor ? 'cursor' : null) : isCursor ? `${field}, cursor` : field;
};

/** Of a run with several rows the newest, which is what it shows in the end. */
const newestOfEach = (rows: readonly TriedRow[]): TriedRow[] =>
  [...new Map(rows.toReversed().map((row) => [JSON.stringify([row.runId, row.stage]), row])).values()].reverse();

const triedRow = (reading: RowReading, nowMs: number): TriedRow => ({
  runId: reading.runId,
  pipeline: reading.pipeline,
  stage: reading.stage?.name ?? null,
  state: reading.end?.state ?? (reading.startedAtMs + lostAfterMs > nowMs ? 'running' : 'lost'),
  startedAt: new Date(reading.startedAtMs).toISOString(),
  durationMs: reading.end === undefined ? null : (reading.end.durationMs ?? reading.end.atMs - reading.startedAtMs),
  rows: ledgerOfCounts(reading.counts) ?? null,
});
