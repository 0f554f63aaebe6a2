import { auditColumns } from '@sightglass/model';
import { changeWords, columnWords, type Field, plainName } from './column-words.ts';
import type { AuditColumnNames } from './mapping.ts';
import { type AuditRow, textOf } from './row.ts';
import { readState } from './state-words.ts';
import type { AuditColumn } from './table.ts';

/** What the columns of a table seem to mean. */
export interface Proposal {
  readonly columns: Partial<AuditColumnNames>;
  readonly cursor: string | undefined;
  /** Whether it is the table the SDK writes. */
  readonly isOwn: boolean;
}

/** Guesses by name and type; each column means one thing. */
export const proposeColumns = (columns: readonly AuditColumn[]): Proposal => {
  const names = new Set(columns.map(({ name }) => name));
  const isOwn = Object.values(auditColumns).every((name) => names.has(name));
  const taken = new Set<string>();
  const found: Partial<Record<Field, string>> = {};
  for (const { field, kinds, names: known } of columnWords) {
    const free = columns.filter(({ name, kind }) => !taken.has(name) && kinds.includes(kind));
    const column = firstNamed(free, known);
    if (column === undefined) continue;
    taken.add(column.name);
    found[field] = column.name;
  }
  return { columns: found, cursor: isOwn ? auditColumns.updatedAt : cursorOf(columns, found), isOwn };
};

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
export const unknownStates = (rows: readonly AuditRow[], column: string | undefined): string[] => {
  const words = new Set(rows.map((row) => textOf(row, column)).filter((word) => word !== null));
  return [...words].filter((word) => readState(word) === undefined).slice(0, mostWords);
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
