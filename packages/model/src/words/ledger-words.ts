import { countsRows, leakColumns, ledgerDifference, type Ledger } from '../ledger/ledger.ts';
import { isExplained, type Unexplained } from '../ledger/unexplained.ts';
import type { RunState, StageState } from '../telemetry/run-state.ts';
import { countOf, formatCount } from './count.ts';

type State = RunState | StageState;

/** What every surface reads the rows of a run or a stage from. */
export interface CountedRows {
  /** Of the run, also for one of its stages while the run goes on: a transaction may still commit what has ended. */
  readonly state: State;
  readonly rows: Ledger;
  readonly unexplained: Unexplained;
  /** False when nobody counted, not even 0. */
  readonly rowsCounted?: boolean | undefined;
  /** All rows of it are of files that were checked: it has written none. */
  readonly onlyChecked?: boolean | undefined;
}

export const openWords = ['in progress', 'missing', 'not processed', 'extra'] as const;
export type OpenWord = (typeof openWords)[number];

/** Some of the rows that nothing explains, and what they are called. */
export interface OpenRows {
  readonly rows: number;
  readonly word: OpenWord;
}

/** What rows are called that were read and then neither written nor left out: not yet; never, as the run was cut short; or lost. */
export const missingWord = (state: State): OpenWord => {
  if (state === 'running') return 'in progress';
  return state === 'succeeded' ? 'missing' : 'not processed';
};

/** Rows that nothing explains. What a run under way has too many of are only counts that came at different times. */
export const openRowsOf = ({ state, unexplained }: Omit<CountedRows, 'rows'>): OpenRows[] => {
  const missing: OpenRows = { rows: unexplained.missing, word: missingWord(state) };
  const extra: OpenRows = { rows: state === 'running' ? 0 : unexplained.extra, word: 'extra' };
  return [missing, extra].filter(({ rows }) => rows > 0);
};

/** How many of them are called so. */
export const rowsCalled = (called: OpenWord, counted: Omit<CountedRows, 'rows'>): number =>
  openRowsOf(counted).find(({ word }) => word === called)?.rows ?? 0;

/** `60 in progress`; `2 missing, 3 extra`; empty when every row is explained. */
export const openRowsWords = (counted: Omit<CountedRows, 'rows'>): string => openRowsOf(counted).map(term).join(', ');

/** `312 rows are missing`, `12 more rows were written than were read`, or both joined by `and`; empty when every row is explained. */
export const openRowsSentence = (counted: Omit<CountedRows, 'rows'>): string =>
  openRowsOf(counted)
    .map((open) => clause(open, counted.state))
    .join(' and ');

/** Why rows were not processed, after where: a run that gave no more signal may still go on. */
export const cutShortWords = (state: State): string => {
  if (state === 'lost') return ' when the signal was lost';
  return state === 'failed' || state === 'aborted' ? ', because the run stopped' : '';
};

const clause = ({ rows, word }: OpenRows, state: State): string => {
  const [subject, isOne] = [countOf(rows, 'row'), rows === 1];
  switch (word) {
    case 'in progress':
    case 'missing':
      return `${subject} ${isOne ? 'is' : 'are'} ${word}`;
    case 'not processed':
      if (state === 'lost') return `${subject} had not been processed`;
      return `${subject} ${isOne ? 'was' : 'were'} not processed`;
    case 'extra':
      return `${countOf(rows, 'more row')} ${isOne ? 'was written than read' : 'were written than were read'}`;
  }
};

/** Inside a stage, or between the stages before it and itself. */
export const whereWords = (where: 'stage' | 'handoff', stage: string): string =>
  `${where === 'stage' ? 'inside' : 'on the way to'} ${stage}`;

/** Nothing was counted, and nothing is missing either. */
export const isWithoutRows = ({ rows, unexplained }: Omit<CountedRows, 'state'>): boolean =>
  !countsRows(rows) && isExplained(unexplained);

/** In place of counts where there are none, because there was no row, or because nobody counts. */
export const noRowsWord = ({ rowsCounted }: Pick<CountedRows, 'rowsCounted'>): string =>
  rowsCounted === false ? 'no row counts' : 'no rows';

/** Why a run has no count of rows written; undefined where it has one. */
export const unwrittenWords = (counted: Omit<CountedRows, 'state'>): string | undefined => {
  if (counted.onlyChecked === true) return 'It only checked files, and loaded no rows';
  if (!isWithoutRows(counted)) return undefined;
  return counted.rowsCounted === false ? 'Its rows were not counted' : 'No rows';
};

/** What was counted on the way in and on the way out; null for what was not. */
export interface KnownCounts {
  readonly read: number | null;
  readonly written: number | null;
}

/**
 * A count of 0 that nobody misses was not taken: a program may count only what it writes. Where the ledger is judged, 0 is a count
 * like any other, and what it does not explain is missing or extra.
 */
export const knownCounts = (counted: Omit<CountedRows, 'state'>): KnownCounts => {
  const { rows, unexplained, onlyChecked = false } = counted;
  if (onlyChecked) return { read: rows.read, written: null };
  const isJudged = !isWithoutRows(counted) && ledgerDifference(rows) === unexplained.missing - unexplained.extra;
  return isJudged ? rows : { read: rows.read || null, written: rows.written || null };
};

/**
 * `100 read = 47 written + 3 rejected + 50 in progress`. Where stages group or copy rows on purpose the sums do not show what is
 * missing: `100 read → 4 written · 3 missing`. What was not counted is left out: `150 written`.
 */
export const ledgerEquation = (counted: CountedRows): string => {
  const { rows, onlyChecked = false } = counted;
  const [did, written] = onlyChecked ? ['checked', 'accepted'] : ['read', 'written'];
  if (isWithoutRows(counted)) return counted.rowsCounted === false ? 'Its rows were not counted' : 'No rows counted';
  const open = openRowsOf(counted);
  const extra = open.filter(({ word }) => word === 'extra');
  const missing = open.filter(({ word }) => word !== 'extra');
  const known = knownCounts(counted);
  const read = `${formatCount(rows.read)} ${did}`;
  const out = [
    ...(known.written === null && !onlyChecked ? [] : [`${formatCount(rows.written)} ${written}`]),
    ...leakColumns.filter((kind) => rows[kind] > 0).map((kind) => `${formatCount(rows[kind])} ${kind}`),
  ];
  if (ledgerDifference(rows) !== sum(missing) - sum(extra))
    return [
      [...(known.read === null ? [] : [read]), ...(out.length === 0 ? [] : [out.join(' + ')])].join(' → '),
      ...open.map(term),
    ].join(' · ');
  return `${[read, ...extra.map(term)].join(' + ')} = ${[...out, ...missing.map(term)].join(' + ')}`;
};

const term = ({ rows, word }: OpenRows): string => `${formatCount(rows)} ${word}`;

const sum = (open: readonly OpenRows[]): number => open.reduce((total, { rows }) => total + rows, 0);
