import { ledgerColumns } from '@sightglass/model';
import type { AuditColumnNames, AuditMapping } from '../mapping.ts';
import { type AuditRow, textOf } from './row.ts';
import { readState, type WordMeaning } from './state-words.ts';

/** Columns that a row made of events has beside those of the table. */
const [endColumn, stateColumn] = ['(end)', '(state)'];

/** How the rows that `runsOfEvents` makes are read; the mapping itself where rows are no events. */
export const mappingOfRuns = (mapping: AuditMapping): AuditMapping => {
  const { event, ...columns } = mapping.columns;
  return event === undefined
    ? mapping
    : { ...mapping, columns: { ...columns, state: stateColumn, finishedAt: endColumn } };
};

/**
 * One row for each run of these, of all its events. It failed when any event says so, whatever came after; a word that nobody knows
 * leaves open how it ended. Of counts the last holds, of errors the first.
 */
export const runsOfEvents = (rows: readonly AuditRow[], mapping: AuditMapping, cursorColumn: string): AuditRow[] => {
  const byRun = Map.groupBy(rows, (row) => textOf(row, mapping.columns.runId) ?? '');
  return [...byRun.values()].map((events) => runOf(events, mapping, cursorColumn));
};

interface Event {
  readonly row: AuditRow;
  readonly meaning: WordMeaning | undefined;
  readonly word: string | null;
}

const runOf = (rows: readonly AuditRow[], mapping: AuditMapping, cursorColumn: string): AuditRow => {
  const { columns, states } = mapping;
  const events = rows.map((row): Event => {
    const word = textOf(row, columns.event);
    return { row, word, meaning: word === null ? 'ignored' : readState(word, states, columns.event) };
  });
  const by = (meaning: WordMeaning | undefined): Event[] => events.filter((event) => event.meaning === meaning);
  const started = by('running')[0] ?? (events[0] as Event);
  const bad = [...by('failed'), ...by('aborted')];
  const last = events.findLast(({ meaning }) => meaning !== undefined && ends.has(meaning));
  const isOpen = bad.length === 0 && isUnderWay(events);
  const end = isOpen ? undefined : last;
  const decisive = bad[0] ?? by(undefined)[0] ?? (isOpen ? started : (by('warned')[0] ?? end ?? started));
  return {
    ...textsOf(columns, started.row, rows),
    ...countsOf(columns, rows),
    ...(columns.error === undefined ? {} : { [columns.error]: bad[0] === undefined ? null : errorOf(bad, columns) }),
    [columns.startedAt]: started.row[columns.startedAt] ?? null,
    [stateColumn]: decisive.word,
    [endColumn]: end?.row[columns.startedAt] ?? null,
    [cursorColumn]: rows.at(-1)?.[cursorColumn] ?? null,
  };
};

/** Steps of a run have events with its key, too: it is over when nothing has begun since, and as much has ended as has begun. */
const isUnderWay = (events: readonly Event[]): boolean => {
  const lastOf = (is: (meaning: WordMeaning) => boolean) =>
    events.findLastIndex(({ meaning }) => meaning !== undefined && is(meaning));
  const begun = events.filter(({ meaning, word }) => meaning === 'running' && /start|begin/iu.test(word ?? ''));
  const ended = events.filter(({ meaning }) => meaning !== undefined && ends.has(meaning));
  const mostAlike = Math.max(0, ...[...Map.groupBy(begun, ({ word }) => word).values()].map((alike) => alike.length));
  return (
    lastOf((meaning) => meaning === 'running') > lastOf((meaning) => ends.has(meaning)) || mostAlike > ended.length
  );
};

const ends: ReadonlySet<WordMeaning> = new Set(['succeeded', 'failed', 'aborted', 'warned']);

const errorOf = (bad: readonly Event[], { error }: AuditColumnNames): string | null =>
  bad.map(({ row }) => textOf(row, error)).find((text) => text !== null) ?? null;

/** As its first event has them, or any. */
const textsOf = (columns: AuditColumnNames, started: AuditRow, rows: readonly AuditRow[]): AuditRow =>
  Object.fromEntries(
    Object.values(columns)
      .filter((column): column is string => column !== undefined)
      .map((column) => [
        column,
        textOf(started, column) ?? rows.map((row) => textOf(row, column)).find((text) => text !== null) ?? null,
      ]),
  );

const countsOf = (columns: AuditColumnNames, rows: readonly AuditRow[]): AuditRow =>
  Object.fromEntries(
    ledgerColumns.flatMap((count) => {
      const column = columns[count];
      if (column === undefined) return [];
      return [[column, rows.map((row) => textOf(row, column)).findLast((text) => text !== null) ?? null]];
    }),
  );
