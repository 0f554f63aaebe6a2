import { changeWords, columnWords, type Field, plainName } from './column-words.ts';
import type { AuditColumnNames, AuditMapping } from '../mapping.ts';
import { auditPresets, presetColumns, type PresetName, presetOf } from '../preset.ts';
import { type AuditRow, textOf } from '../rows/row.ts';
import { readState } from '../rows/state-words.ts';
import type { AuditColumn } from '../table.ts';

/** What the columns of a table seem to mean. */
export interface Proposal {
  readonly columns: Partial<AuditColumnNames>;
  readonly cursor: string | undefined;
  /** The table that many have, of which it is one. */
  readonly preset?: PresetName;
}

/** Which column is what by those who know; empty for none. */
export type GivenColumns = Readonly<Partial<Record<Field | 'cursor', string>>>;

/** What is given, else guesses by name and type; each column means one thing. */
export const proposeColumns = (columns: readonly AuditColumn[], given: GivenColumns = {}): Proposal => {
  const names = columns.map(({ name }) => name);
  const preset = Object.keys(given).length === 0 ? presetOf(names) : undefined;
  if (preset !== undefined)
    return { columns: presetColumns(preset, names), cursor: auditPresets[preset].cursor.column, preset };
  const { cursor, ...known } = given;
  const found = byType(columns, byName(columns, known));
  const fields = Object.fromEntries(Object.entries(found).filter(([, name]) => name !== ''));
  return {
    columns: fields,
    cursor: cursor === undefined ? cursorOf(columns, fields) : cursor || undefined,
  };
};

type Found = Partial<Record<Field, string>>;

const freeOf = (columns: readonly AuditColumn[], found: Found): AuditColumn[] => {
  const taken = new Set(Object.values(found));
  return columns.filter(({ name }) => !taken.has(name));
};

const byName = (columns: readonly AuditColumn[], given: Found): Found => {
  const found = { ...given };
  for (const { field, kinds, names } of columnWords) {
    const free = freeOf(columns, found).filter(({ kind }) => kinds.includes(kind));
    const name = found[field] ?? firstNamed(free, names)?.name;
    if (name !== undefined) found[field] = name;
  }
  return found;
};

/** What no name says and types do: the primary key is that of a run, and the only time is when it began; of two, the second when it ended. */
const byType = (columns: readonly AuditColumn[], named: Found): Found => {
  const free = freeOf(columns, named);
  const key = free.find(({ isKey }) => isKey)?.name;
  const times = free.filter(({ kind, name }) => kind === 'time' && !isOfChange(name)).map(({ name }) => name);
  const [startedAt, finishedAt] = times;
  const isClear = named.startedAt === undefined && times.length <= (named.finishedAt === undefined ? 2 : 1);
  return {
    ...(key !== undefined && { runId: key }),
    ...(isClear && startedAt !== undefined && { startedAt }),
    ...(isClear && finishedAt !== undefined && { finishedAt }),
    ...named,
  };
};

const isOfChange = (name: string): boolean => changeWords.some((known) => plainName(known) === plainName(name));

const firstNamed = (columns: readonly AuditColumn[], known: readonly string[]): AuditColumn | undefined => {
  const byName = new Map(columns.map((column) => [plainName(column.name), column]));
  return known.map((name) => byName.get(plainName(name))).find((column) => column !== undefined);
};

/** The time of the last change, else a numeric id, else the start: rows without an end are looked at again anyway. */
const cursorOf = (
  columns: readonly AuditColumn[],
  { runId, startedAt }: Partial<Record<Field, string>>,
): string | undefined => {
  const changed = firstNamed(
    columns.filter(({ kind }) => kind === 'time'),
    changeWords,
  );
  const id = firstNamed(
    columns.filter(({ kind }) => kind === 'number'),
    [...ownIds, runId ?? ''],
  );
  const start = columns.find(({ name, kind }) => name === startedAt && kind === 'time');
  return (changed ?? id ?? start)?.name;
};

const ownIds = ['id', 'audit_id', 'log_id', 'audit_key', 'row_id', 'seq', 'sequence_no'];

const mostWords = 20;

/** Words of the state column that stand for no state anybody knows. */
export const unknownStates = (
  rows: readonly AuditRow[],
  column: string | undefined,
  states: AuditMapping['states'] = {},
): string[] => {
  const words = new Set(rows.map((row) => textOf(row, column)).filter((word) => word !== null));
  return [...words].filter((word) => readState(word, states, column) === undefined).slice(0, mostWords);
};

/** The stage most runs of these rows ended with, where no row is about a run itself. */
export const lastStageOf = (
  rows: readonly AuditRow[],
  { runId, stage, startedAt }: Partial<AuditColumnNames>,
): string | undefined => {
  if (stage === undefined || rows.length === 0 || rows.some((row) => textOf(row, stage) === null)) return undefined;
  const runs = Map.groupBy(rows, (row) => textOf(row, runId));
  const last = [...runs.values()].map((own) => textOf(latest(own, startedAt), stage) ?? '');
  const [winner] = [...Map.groupBy(last, (name) => name)].toSorted(([, a], [, b]) => b.length - a.length);
  return winner?.[0];
};

const latest = (rows: readonly AuditRow[], column: string | undefined): AuditRow =>
  rows.reduce((best, row) => ((textOf(row, column) ?? '') >= (textOf(best, column) ?? '') ? row : best));
