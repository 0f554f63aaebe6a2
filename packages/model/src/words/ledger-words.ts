import { countOf, formatCount } from './count.ts';
import { countsRows, leakColumns, ledgerDifference, type Ledger } from '../ledger/ledger.ts';
import type { RunState, StageState } from '../telemetry/run-state.ts';
import { isExplained, type Unexplained } from '../ledger/unexplained.ts';

type State = RunState | StageState;

/** What every surface reads the rows of a run or a stage from. */
export interface CountedRows {
  /** Of the run, also for one of its stages while the run goes on: a transaction may still commit what has ended. */
  readonly state: State;
  readonly rows: Ledger;
  readonly unexplained: Unexplained;
}

export type OpenWord = 'in flight' | 'unaccounted' | 'from nowhere';

/** Some of the rows that nothing explains, and what they are called. */
export interface OpenRows {
  readonly rows: number;
  readonly word: OpenWord;
}

/** What rows are called that were read and of which nothing says where they went: not yet, or not any more. */
export const vanishedWord = (state: State): OpenWord => (state === 'running' ? 'in flight' : 'unaccounted');

/** Rows that nothing explains. What a run under way has too many of are only counts that came at different times. */
export const openRowsOf = ({ state, unexplained }: Omit<CountedRows, 'rows'>): OpenRows[] => {
  const vanished: OpenRows = { rows: unexplained.vanished, word: vanishedWord(state) };
  const appeared: OpenRows = { rows: state === 'running' ? 0 : unexplained.appeared, word: 'from nowhere' };
  return [vanished, appeared].filter(({ rows }) => rows > 0);
};

/** How many of them are called so. */
export const rowsCalled = (called: OpenWord, counted: Omit<CountedRows, 'rows'>): number =>
  openRowsOf(counted).find(({ word }) => word === called)?.rows ?? 0;

/** `60 in flight`; `2 unaccounted, 3 from nowhere`; empty when every row is explained. */
export const openRowsWords = (counted: Omit<CountedRows, 'rows'>): string => openRowsOf(counted).map(term).join(', ');

/** `312 rows are unaccounted for`, `12 rows appeared from nowhere`, or both joined by `and`; empty when every row is explained. */
export const openRowsSentence = (counted: Omit<CountedRows, 'rows'>): string =>
  openRowsOf(counted).map(clause).join(' and ');

const clause = ({ rows, word }: OpenRows): string => {
  const [subject, verb] = [countOf(rows, 'row'), rows === 1 ? 'is' : 'are'];
  switch (word) {
    case 'in flight':
      return `${subject} ${verb} in flight`;
    case 'unaccounted':
      return `${subject} ${verb} unaccounted for`;
    case 'from nowhere':
      return `${subject} appeared from nowhere`;
  }
};

/** Inside a stage, or between the stages before it and itself. */
export const placeWords = (where: 'stage' | 'handoff', stage: string): string =>
  `${where === 'stage' ? 'inside' : 'on the way to'} ${stage}`;

/** Nothing was counted, and nothing is missing either. */
export const isWithoutRows = ({ rows, unexplained }: Omit<CountedRows, 'state'>): boolean =>
  !countsRows(rows) && isExplained(unexplained);

/**
 * `100 read = 47 written + 3 rejected + 50 in flight`. Where stages group or copy rows on purpose the sums say nothing of what is
 * missing: `100 read → 4 written · 3 unaccounted`.
 */
export const ledgerEquation = (counted: CountedRows): string => {
  const { rows } = counted;
  if (isWithoutRows(counted)) return 'No rows counted';
  const open = openRowsOf(counted);
  const appeared = open.filter(({ word }) => word === 'from nowhere');
  const vanished = open.filter(({ word }) => word !== 'from nowhere');
  const read = `${formatCount(rows.read)} read`;
  const out = (['written', ...leakColumns.filter((kind) => rows[kind] > 0)] as const).map(
    (column) => `${formatCount(rows[column])} ${column}`,
  );
  if (ledgerDifference(rows) !== sum(vanished) - sum(appeared))
    return [`${read} → ${out.join(' + ')}`, ...open.map(term)].join(' · ');
  return `${[read, ...appeared.map(term)].join(' + ')} = ${[...out, ...vanished.map(term)].join(' + ')}`;
};

const term = ({ rows, word }: OpenRows): string => `${formatCount(rows)} ${word}`;

const sum = (open: readonly OpenRows[]): number => open.reduce((total, { rows }) => total + rows, 0);
