import { columnsRead } from './mapping.ts';
import { type EventSource, runsOfEvents } from './rows/event-rows.ts';
import { type AuditRow, textOf } from './rows/row.ts';
import type { AuditSession } from './table.ts';

const keysAtOnce = 500;

/** The rows as they are; where each is an event, one row for each run they are of, made of all its events. */
export const wholeRuns = async (
  session: Pick<AuditSession, 'at'>,
  rows: readonly AuditRow[],
  source: EventSource,
  nowMs: number,
): Promise<readonly AuditRow[]> => {
  const { runId, event } = source.columns;
  if (event === undefined || runId === undefined) return rows;
  const wanted = [...new Set(rows.flatMap((row) => textOf(row, runId) ?? []))];
  const columns = [...new Set([...columnsRead(source), source.cursorColumn])];
  const events: AuditRow[] = [];
  for (let from = 0; from < wanted.length; from += keysAtOnce)
    events.push(...(await session.at({ columns, cursor: runId, cursors: wanted.slice(from, from + keysAtOnce) })));
  return runsOfEvents(inOrder(events, source), source, nowMs);
};

/** By the cursor, which only grows: several events may have one time. */
const inOrder = (rows: readonly AuditRow[], { cursorColumn }: { readonly cursorColumn: string }): AuditRow[] =>
  rows.toSorted((a, b) => compare(a[cursorColumn] ?? '', b[cursorColumn] ?? ''));

const compare = (a: string, b: string): number => {
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? (a < b ? -1 : Number(a > b)) : difference;
};
