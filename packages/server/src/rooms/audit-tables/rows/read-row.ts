import { type Ledger, ledgerColumns, type RowState } from '@sightglass/model';
import type { AuditColumnNames, AuditMapping } from '../mapping.ts';
import { readCount } from './count-text.ts';
import { readDuration } from './duration-text.ts';
import { type RowProblem, shortened } from './problem.ts';
import { type AuditRow, textOf } from './row.ts';
import { auditRunId, auditStageId } from './run-key.ts';
import { isUnsetFlag, readState, type WordMeaning, wordMeanings } from './state-words.ts';
import { isPlaceholder, readTime, timeOfDay } from './time-text.ts';

/** A row as it was understood. */
export interface RowReading {
  readonly runId: string;
  readonly namespace: string;
  readonly pipeline: string;
  /** Undefined in the row of a run itself. */
  readonly stage: { readonly id: string; readonly name: string } | undefined;
  readonly startedAtMs: number;
  readonly end: RowEnd | undefined;
  readonly counts: Partial<Ledger>;
  readonly error: string | null;
  readonly errorType: string | null;
  readonly file: string | null;
  readonly host: string | null;
  readonly version: string | null;
}

export interface RowEnd {
  readonly state: Exclude<RowState, 'running'>;
  readonly atMs: number;
  /** Undefined where the table does not hold it. */
  readonly durationMs: number | undefined;
  /** Why the state is not what the row says: its word is known to nobody, or says that the run goes on. */
  readonly doubt: string | undefined;
  /** The word of a success with warnings. */
  readonly warning?: string;
}

export interface RowResult {
  /** Of a run without a start: whether it waits for one. */
  readonly isPending?: boolean;
  /** Undefined when it is not known which run the row is about. */
  readonly reading: RowReading | undefined;
  readonly problems: readonly RowProblem[];
}

const mostAheadMs = 5 * 60_000;
/** An end may be written shortly before the word for it, or moved on while the run goes on. */
const settleMs = 5 * 60_000;
const longestText = 10_000;

/** Reads a row as far as it can be read and says what cannot be. Never throws. */
export const readRow = (row: AuditRow, mapping: AuditMapping, nowMs: number): RowResult => {
  const problems: RowProblem[] = [];
  if (!isWanted(row, mapping)) return { reading: undefined, problems };
  const cells = cellsOf(row, mapping, problems);
  const waiting = isWithoutStart(cells);
  if (waiting !== undefined) return { reading: undefined, problems, isPending: waiting };
  const pipeline = mapping.pipeline ?? cells.required('pipeline', 'name the pipeline here or under `pipeline:`');
  const startedAtMs = startOf(cells, problems, mapping, nowMs);
  const runKey = keyOf(cells, mapping, pipeline);
  if (runKey === null || pipeline === null || startedAtMs === undefined) return { reading: undefined, problems };
  const text = (field: keyof AuditColumnNames): string | null => cells.text(field)?.slice(0, longestText) ?? null;
  const reading = {
    runId: mapping.keepRunIds ? runKey : auditRunId(mapping.name, runKey),
    namespace: text('namespace') ?? mapping.namespace ?? 'default',
    pipeline,
    stage: stageOf(cells, mapping, runKey),
    startedAtMs,
    end: endOf(cells, mapping, startedAtMs, nowMs),
    counts: countsOf(cells),
    error: text('error'),
    errorType: text('errorType'),
    file: text('file'),
    host: text('host'),
    version: text('version'),
  };
  return { reading, problems };
};

/** Rows of other things than runs stand in some tables. */
const isWanted = (row: AuditRow, { only = {} }: AuditMapping): boolean =>
  Object.entries(only).every(([column, text]) => textOf(row, column) === text);

/** True of a run that is queued, false of one that was skipped; undefined of all others. */
const isWithoutStart = (cells: Cells): boolean | undefined => {
  const meaning = cells.text('startedAt') === null ? cells.meaning() : undefined;
  return meaning === 'running' || meaning === 'aborted' ? meaning === 'running' : undefined;
};

/** Where no column holds a key, a pipeline starts once at a time. */
const keyOf = (cells: Cells, { columns }: AuditMapping, pipeline: string | null): string | null =>
  columns.runId === undefined
    ? [pipeline, cells.text('startedAt'), cells.text('startedTime')].filter((part) => part !== null).join(' ')
    : cells.required('runId', 'every row needs the key of its run');

type Cells = ReturnType<typeof cellsOf>;

/** The cells of a row by what they mean; what they hold and cannot be read goes to `problems`. */
const cellsOf = (row: AuditRow, { columns, timeZone, states }: AuditMapping, problems: RowProblem[]) => {
  const text = (field: keyof AuditColumnNames): string | null => textOf(row, columns[field]);
  const meaning = (): WordMeaning | undefined => {
    const word = text('state');
    return word === null ? undefined : readState(word, states, columns.state);
  };
  const complain = (field: keyof AuditColumnNames, advice: string): void =>
    void problems.push({ column: columns[field] ?? field, value: text(field), advice });
  return {
    text,
    complain,
    required: (field: keyof AuditColumnNames, advice: string): string | null => {
      const value = text(field);
      if (value === null) complain(field, advice);
      return value;
    },
    time: (field: keyof AuditColumnNames): number | undefined => {
      const value = text(field);
      const clock = field === 'startedAt' ? timeOfDay(text('startedTime')) : '';
      const atMs = value === null ? undefined : readTime(`${value}${clock}`, timeZone);
      if (value !== null && atMs === undefined)
        complain(field, 'write a time like 2026-05-01 10:00:00 or map another column');
      return atMs;
    },
    number: (field: keyof AuditColumnNames, { read, isRead, advice }: NumberRule): number | undefined => {
      const value = text(field);
      if (value === null) return undefined;
      const number = read(value) ?? Number.NaN;
      if (isRead(number)) return number;
      complain(field, advice);
      return undefined;
    },
    meaning,
    state: (): WordMeaning | undefined => {
      const found = meaning();
      if (text('state') !== null && found === undefined)
        complain('state', `no state is known by this word; list it under \`states:\` (${wordMeanings.join(', ')})`);
      return found;
    },
  };
};

interface NumberRule {
  readonly read: (text: string) => number | undefined;
  readonly isRead: (value: number) => boolean;
  readonly advice: string;
}

const startOf = (
  cells: Cells,
  problems: RowProblem[],
  { timeZone }: AuditMapping,
  nowMs: number,
): number | undefined => {
  const atMs = cells.time('startedAt');
  if (atMs === undefined) {
    if (problems.every(({ column }) => column !== 'startedAt') && cells.text('startedAt') === null)
      cells.complain('startedAt', 'a run begins at some time; map a column that is always filled');
    return undefined;
  }
  if (atMs <= nowMs + mostAheadMs) return atMs;
  cells.complain(
    'startedAt',
    `read in time zone ${timeZone} this is yet to come; set \`timeZone:\` to that of the table`,
  );
  return undefined;
};

const stageOf = (cells: Cells, { name, columns }: AuditMapping, runKey: string): RowReading['stage'] => {
  const stage = cells.text('stage');
  const stageId = cells.text('stageId');
  if (stage === null && (columns.stageId === undefined || stageId === null)) return undefined;
  const startedAt = cells.text('startedAt') ?? '';
  return {
    id: stageId ?? auditStageId(name, runKey, stage ?? '', startedAt),
    name: stage ?? stageId ?? '',
  };
};

const isDuration = (ms: number): boolean => ms >= 0 && ms <= 1e12;
const inMs: NumberRule = { read: Number, isRead: isDuration, advice: 'a duration is milliseconds, 0 or more' };
const durationAdvice =
  'write a duration such as 00:12:30, PT12M30S or 750 s, or set `durationUnit:` to that of the numbers (ms, s, min, h, hhmmss)';

const durationOf = (cells: Cells, { durationUnit }: AuditMapping): number | undefined =>
  cells.number('durationMs', inMs) ??
  cells.number('duration', {
    read: (text) => readDuration(text, durationUnit),
    isRead: isDuration,
    advice: durationAdvice,
  });

/**
 * What has an end is over, also when its word for how is known to nobody, or is still that of a run under way. It counts as aborted then: neither the data nor the pipeline is
 * vouched for, and of several ends at one time the store takes any other before this one, so that the word, once listed, corrects it.
 */
const endOf = (cells: Cells, mapping: AuditMapping, startedAtMs: number, nowMs: number): RowEnd | undefined => {
  const word = cells.text('state');
  const meaning = cells.state();
  const stated = stateOf(meaning);
  const durationMs = durationOf(cells, mapping);
  const atMs = finishOf(cells, startedAtMs) ?? (durationMs === undefined ? undefined : startedAtMs + durationMs);
  const isToCome = atMs !== undefined && atMs > nowMs + mostAheadMs;
  if (atMs === undefined && isUnset(word, mapping)) return undefined;
  if (stated !== undefined && stated !== 'running') {
    if (isToCome) cells.complain('finishedAt', endToCome);
    const at = isToCome ? startedAtMs : (atMs ?? startedAtMs);
    const end = { state: stated, atMs: at, durationMs, doubt: undefined };
    return meaning === 'warned' && word !== null ? { ...end, warning: word } : end;
  }
  if (atMs === undefined || isToCome) return undefined;
  if (word === null) return { state: stateWithoutWord(cells), atMs, durationMs, doubt: undefined };
  if (stated === undefined) return { state: 'aborted', atMs, durationMs, doubt: doubtAbout(word) };
  if (atMs <= startedAtMs || atMs > nowMs - settleMs) return undefined;
  cells.complain('state', leftRunning);
  return { state: 'aborted', atMs, durationMs, doubt: doubtAboutRunning(word) };
};

/** A flag that is not set before the row has the end it will have. */
const isUnset = (word: string | null, { columns, states }: AuditMapping): boolean => {
  const hasEnds = (columns.finishedAt ?? columns.duration ?? columns.durationMs) !== undefined;
  return hasEnds && word !== null && isUnsetFlag(word, states);
};

/** A word that stands for nothing leaves the state open. */
const stateOf = (meaning: WordMeaning | undefined): RowState | undefined => {
  if (meaning === 'warned') return 'succeeded';
  return meaning === 'ignored' ? 'running' : meaning;
};

const endToCome =
  'the run is over by its state, and its end is in the future; set `timeZone:` to that of the table, or map another column';

const leftRunning =
  'the row has an end, so the run is over, and no word for how it went; have the pipeline write one, or map no `state` if the end alone is enough';

const doubtAboutRunning = (word: string): string =>
  `how it ended is not known: its row has the state "${shortened(word)}" and an end`;

const doubtAbout = (word: string): string =>
  `how it ended is not known: no state is known by the word "${shortened(word)}"; list it under \`states:\` of the audit table`;

const stateWithoutWord = (cells: Cells): RowEnd['state'] => (isError(cells.text('error')) ? 'failed' : 'succeeded');

/** Some write that there was none. */
const isError = (text: string | null): boolean =>
  text !== null && !/^(?:none|null|n\/?a|no errors?|0|-+)\.?$/iu.test(text);

const finishOf = (cells: Cells, startedAtMs: number): number | undefined => {
  if (isPlaceholder(cells.text('finishedAt'))) return undefined;
  const atMs = cells.time('finishedAt');
  if (atMs === undefined || atMs >= startedAtMs) return atMs;
  cells.complain('finishedAt', 'the end lies before the start; are both columns written in the same time zone?');
  return startedAtMs;
};

const isCount = (count: number): boolean => Number.isSafeInteger(count) && count >= 0;

const counted: NumberRule = {
  read: readCount,
  isRead: isCount,
  advice: 'rows are counted in whole numbers, 0 or more',
};

const countsOf = (cells: Cells): Partial<Ledger> => {
  const counts: { -readonly [Column in keyof Ledger]?: number } = {};
  for (const column of ledgerColumns) {
    const count = cells.number(column, counted);
    if (count !== undefined) counts[column] = count;
  }
  return counts;
};
