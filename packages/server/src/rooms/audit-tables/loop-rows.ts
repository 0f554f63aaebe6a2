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

/** Says what each row means. The key is made of what the row holds, so that a row read again is not said again. */
export const emitRows = (rows: readonly AuditRow[], parts: EmitParts, nowMs: number): Promise<RowOutcome[]> =>
  Promise.all(rows.map((row) => emitRow(row, parts, nowMs)));

const emitRow = async (
  row: AuditRow,
  { source, emit, onUnreadable }: EmitParts,
  nowMs: number,
): Promise<RowOutcome> => {
  const cursor = row[source.cursorColumn] ?? '';
  const result = readRow(row, source, nowMs);
  const rowEvents = result.reading === undefined ? [] : eventsOf(result.reading, source, nowMs);
  for (const problem of result.problems) onUnreadable(cursor, problemWords(problem));
  const isUnreadable = result.problems.length > 0;
  if (rowEvents.length > 0 || isUnreadable) {
    const key = digest([source.name, mappingDigest(source), ...Object.entries(row).flat(), ...overIn(result)]);
    await emit(requestOf(source, result, rowEvents, { cursor, nowMs }), `audit-table ${key}`);
  }
  return { cursor, isOpen: isUnreadable || isRunning(result.reading, source, nowMs) };
};

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
}: AuditMapping): string =>
  digest([JSON.stringify([name, columns, pipeline, namespace, states, timeZone, lastStage, keepRunIds])]);
