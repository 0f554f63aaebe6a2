import { ledgerColumns } from '@sightglass/model';
import type { AuditColumnNames, AuditMapping } from '../mapping.ts';
import { type AuditRow, textOf } from './row.ts';
import { badEnds, isEnd, isUnderWay, type StoryEvent } from './event-story.ts';
import { readState, type WordMeaning } from './state-words.ts';
import { readTime } from './time-text.ts';

/** Columns that a row made of events has beside those of the table. */
const [endColumn, stateColumn] = ['(end)', '(state)'];

/** How the rows that `runsOfEvents` makes are read; the mapping itself where rows are no events. */
export const mappingOfRuns = (mapping: AuditMapping): AuditMapping => {
  const { event, stage: _stage, stageId: _stageId, ...columns } = mapping.columns;
  return event === undefined
    ? mapping
    : { ...mapping, columns: { ...columns, state: stateColumn, finishedAt: endColumn } };
};

/**
 * One row for each run of these, of all its events. It failed when any event says so, whatever came after, but for steps that were begun
 * again; a word that nobody knows leaves open how it ended. Of counts the last holds, of errors the first.
 */
export const runsOfEvents = (rows: readonly AuditRow[], source: EventSource, nowMs: number): AuditRow[] => {
  const byRun = Map.groupBy(rows, (row) => textOf(row, source.columns.runId) ?? '');
  return [...byRun.values()].map((events) => runOf(events, source, nowMs));
};

export type EventSource = AuditMapping & { readonly cursorColumn: string };

interface Event extends StoryEvent {
  readonly row: AuditRow;
}

const runOf = (rows: readonly AuditRow[], source: EventSource, nowMs: number): AuditRow => {
  const { columns, states, cursorColumn, timeZone } = source;
  const events = rows.map((row): Event => {
    const word = textOf(row, columns.event);
    return {
      row,
      word: word ?? '',
      meaning: word === null ? 'ignored' : readState(word, states, columns.event),
      step: textOf(row, columns.stageId) ?? textOf(row, columns.stage) ?? '',
      atMs: readTime(textOf(row, columns.startedAt) ?? '', timeZone),
    };
  });
  const by = (meaning: WordMeaning | undefined): Event[] => events.filter((event) => event.meaning === meaning);
  const started = by('running')[0] ?? (events[0] as Event);
  const bad = badEnds(events).toSorted((a, b) => Number(b.meaning === 'failed') - Number(a.meaning === 'failed'));
  const last = latest(events.filter(isEnd));
  const isOpen = bad.length === 0 && isUnderWay(events, nowMs);
  const end = isOpen ? undefined : last;
  const decisive = bad[0] ?? by(undefined)[0] ?? (isOpen ? started : (by('warned')[0] ?? end ?? started));
  return {
    ...textsOf(columns, started.row, rows),
    ...countsOf(columns, rows),
    ...(columns.error === undefined ? {} : { [columns.error]: bad[0] === undefined ? null : errorOf(bad, columns) }),
    [columns.startedAt]: started.row[columns.startedAt] ?? null,
    [stateColumn]: decisive.word || null,
    [endColumn]: end?.row[columns.startedAt] ?? null,
    [cursorColumn]: rows.at(-1)?.[cursorColumn] ?? null,
  };
};

/** By the clock; of those of one time the one that was written last. */
const latest = (events: readonly Event[]): Event | undefined =>
  events.reduce<Event | undefined>(
    (last, event) => (last !== undefined && (last.atMs ?? 0) > (event.atMs ?? 0) ? last : event),
    undefined,
  );

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
