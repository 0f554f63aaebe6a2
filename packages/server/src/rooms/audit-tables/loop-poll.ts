import { columnsRead, type AuditMapping } from './mapping.ts';
import { type CursorKind, cursorBefore, cursorKindOf, type Overlap } from './cursor.ts';
import { type AuditMemory, type AuditPosition, positionAfter } from './position.ts';
import { type AuditSession, AuditTableError, type AuditTable } from './table.ts';
import { wholeRuns } from './whole-runs.ts';
import { mappingDigest, emitRows, type EmitParts } from './loop-rows.ts';

/** An audit table and how it is read. */
export interface AuditSource extends AuditMapping {
  readonly table: string;
  readonly cursorColumn: string;
  readonly overlap: Overlap;
}

export interface PollParts extends Omit<EmitParts, 'source'> {
  readonly source: AuditSource;
  readonly table: AuditTable;
  readonly memory: AuditMemory;
  readonly signal?: AbortSignal;
}

const pageRows = 500;
/** More rows than these under one cursor cannot be paged through. */
const mostAlike = 32_000;

/** Reads what is new, what was read a short time ago, and rows that had no end. Resolves to the number of rows. */
export const pollAuditTable = async (parts: PollParts): Promise<number> => {
  const { source, table, memory } = parts;
  const mapping = mappingDigest(source);
  const known = await memory.recall(source.name);
  const position = known?.mapping === mapping ? known : { mapping, cursor: null, open: [] };
  await using session = await table.open();
  const kind = await checkColumns(session, source);
  const again = await readOpen(session, position, parts);
  return again.rows + (await readOnwards(session, again.position, kind, parts));
};

interface Selected {
  readonly columns: readonly string[];
  readonly cursor: string;
}

const selectionOf = (source: AuditSource): Selected => ({
  columns: [...new Set([...columnsRead(source), source.cursorColumn])],
  cursor: source.cursorColumn,
});

const checkColumns = async (session: AuditSession, source: AuditSource): Promise<CursorKind> => {
  const columns = await session.columns();
  const names = new Set(columns.map(({ name }) => name));
  const missing = selectionOf(source).columns.filter((name) => !names.has(name));
  if (missing.length > 0)
    throw new AuditTableError(
      `${source.table} has no column ${missing.join(', ')}; it has ${[...names].join(', ')}. Correct auditTables → ${source.name}.`,
    );
  return cursorKindOf(columns.find(({ name }) => name === source.cursorColumn) as (typeof columns)[number]);
};

const readOpen = async (session: AuditSession, position: AuditPosition, parts: PollParts) => {
  if (position.open.length === 0) return { rows: 0, position };
  const found = await session.at({ ...selectionOf(parts.source), cursors: position.open });
  const gone = { ...position, open: [] };
  return {
    rows: found.length,
    position: await emitAndRemember(gone, await wholeRuns(session, found, parts.source, Date.now()), null, parts),
  };
};

const readOnwards = async (
  session: AuditSession,
  start: AuditPosition,
  kind: CursorKind,
  parts: PollParts,
): Promise<number> => {
  const { source, signal } = parts;
  let position = start;
  let from = position.cursor === null ? undefined : cursorBefore(position.cursor, kind, source.overlap);
  let limit = pageRows;
  for (let total = 0; ;) {
    const rows = await session.page({ ...selectionOf(source), from, limit });
    const last = rows.at(-1)?.[source.cursorColumn] ?? undefined;
    position = await emitAndRemember(position, await wholeRuns(session, rows, source, Date.now()), last ?? null, parts);
    total += rows.length;
    if (rows.length < limit || signal?.aborted) return total;
    limit = last === from ? widened(limit, source, last) : pageRows;
    from = last;
  }
};

const widened = (limit: number, { table, cursorColumn }: AuditSource, value: string | undefined): number => {
  if (limit < mostAlike) return limit * 2;
  throw new AuditTableError(
    `More than ${mostAlike} rows of ${table} have ${cursorColumn} = ${value}; take a cursor column that differs from row to row.`,
  );
};

const emitAndRemember = async (
  position: AuditPosition,
  rows: Parameters<typeof emitRows>[0],
  furthest: string | null,
  parts: PollParts,
): Promise<AuditPosition> => {
  const outcomes = await emitRows(rows, new Set(position.emitted), parts, Date.now());
  const next = positionAfter(position, outcomes, furthest);
  await parts.memory.remember(parts.source.name, next);
  return next;
};
