import { mappingOfRuns } from './rows/event-rows.ts';
import { requestOf } from './rows/export-request.ts';
import type { AuditMapping } from './mapping.ts';
import type { RowOutcome } from './position.ts';
import { problemWords } from './rows/problem.ts';
import { readRow, type RowReading, type RowResult } from './rows/read-row.ts';
import { eventsOf } from './rows/row-events.ts';
import type { AuditRow } from './rows/row.ts';
import { digest } from './rows/run-key.ts';

export interface EmitParts {
  readonly source: AuditMapping & { readonly table: string; readonly cursorColumn: string };
  /** Takes an export request in as if it had been sent; a key it has seen before changes nothing. */
  readonly emit: (logs: Uint8Array, idempotencyKey: string) => Promise<unknown>;
  readonly onUnreadable: (cursor: string, words: string) => void;
}

/**
 * Emits what each row means. The key is made of what the row holds, so that a row read again is not emitted again, neither by this server
 * nor by one that leads after it (`emitted`).
 */
export const emitRows = (
  rows: readonly AuditRow[],
  emitted: ReadonlySet<string>,
  parts: EmitParts,
  nowMs: number,
): Promise<RowOutcome[]> => Promise.all(rows.map((row) => emitRow(row, emitted, parts, nowMs)));

const emitRow = async (
  row: AuditRow,
  emitted: ReadonlySet<string>,
  { source, emit, onUnreadable }: EmitParts,
  nowMs: number,
): Promise<RowOutcome> => {
  const cursor = row[source.cursorColumn] ?? '';
  const result = readRow(row, mappingOfRuns(source), nowMs);
  const rowEvents = result.reading === undefined ? [] : eventsOf(result.reading, source, nowMs);
  for (const problem of result.problems) onUnreadable(cursor, problemWords(problem));
  const isUnreadable = result.problems.length > 0;
  const key = digest([source.name, mappingDigest(source), ...Object.entries(row).flat(), ...overIn(result)]);
  if (!emitted.has(shortKey(key)) && (rowEvents.length > 0 || isUnreadable)) {
    await emit(requestOf(source, result, rowEvents, { cursor, nowMs }), `audit-table ${key}`);
  }
  return {
    cursor,
    key: shortKey(key),
    isOpen: isUnreadable || result.isPending === true || isRunning(result.reading, source, nowMs),
  };
};

/** Enough to distinguish some thousand rows. */
const shortKey = (key: string): string => key.slice(0, 16);

/** Time alone makes a row that goes on one that is over, though it holds the same. */
const overIn = ({ reading }: RowResult): string[] => (reading?.end?.doubt === undefined ? [] : ['over']);

const isRunning = (reading: RowReading | undefined, { lostAfterMs }: AuditMapping, nowMs: number): boolean =>
  reading !== undefined && reading.end === undefined && reading.startedAtMs + lostAfterMs > nowMs;

/** The same for mappings that read rows alike. */
export const mappingDigest = ({
  name,
  columns,
  pipeline,
  namespace,
  states,
  timeZone,
  lastStage,
  keepRunIds,
  durationUnit,
  only,
  environment,
}: AuditMapping): string => {
  const later = [
    ...(durationUnit === undefined && only === undefined ? [] : [durationUnit ?? null, only ?? null]),
    ...(environment === undefined ? [] : [{ environment }]),
  ];
  return digest([
    JSON.stringify([name, columns, pipeline, namespace, states, timeZone, lastStage, keepRunIds, ...later]),
  ]);
};
