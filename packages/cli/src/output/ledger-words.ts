import { countsRows, leakColumns, ledgerDifference, type Ledger } from '@sightglass/model';
import type { Run, RunDetail, Stage } from '@sightglass/model/api';
import { formatCount } from './format.ts';

type Counted = Pick<Run | Stage, 'state' | 'balanced' | 'rowsDifference' | 'rows'>;

/** What rows are that were read and went nowhere yet. */
const openWord = (state: Run['state']): string => (state === 'running' ? 'in flight' : 'unaccounted');

/** `50 in flight`, `3 unaccounted`; empty when every row is explained. */
export const openRows = ({ state, balanced, rowsDifference }: Counted): string => {
  const word = openWord(state);
  if (rowsDifference !== 0) return `${formatCount(Math.abs(rowsDifference))} ${word}`;
  return balanced === false ? word : '';
};

/** `100 read = 47 written + 3 rejected + 50 in flight`; empty when no rows were counted. */
export const ledgerEquation = ({ state, rows, rowsDifference }: Counted): string => {
  if (!countsRows(rows)) return '';
  const difference = ledgerDifference(rows);
  const open = `${formatCount(Math.abs(difference))} ${openWord(state)}`;
  const out = ['written' as const, ...leakColumns.filter((column) => rows[column] > 0)].map((column) =>
    term(rows, column),
  );
  // Stages that group or explode rows on purpose: the sums say nothing of what is missing.
  if (difference !== rowsDifference) return `${term(rows, 'read')} → ${out.join(' + ')}`;
  const read = [term(rows, 'read'), ...(difference < 0 ? [open] : [])];
  return `${read.join(' + ')} = ${[...out, ...(difference > 0 ? [open] : [])].join(' + ')}`;
};

const term = (rows: Ledger, column: keyof Ledger): string => `${formatCount(rows[column])} ${column}`;

/** Where rows are missing. Rows a running stage has too many of are only counts that came at different times. */
export const gapLines = ({ state, ledger: { gaps } }: Pick<RunDetail, 'state' | 'ledger'>): string[] =>
  gaps
    .filter(({ difference }) => difference > 0 || state !== 'running')
    .map(({ difference, where, stage }) => {
      const rows = `${formatCount(Math.abs(difference))} ${Math.abs(difference) === 1 ? 'row' : 'rows'}`;
      return `${rows} ${difference > 0 ? openWord(state) : 'appeared'} ${where === 'stage' ? 'in' : 'before'} ${stage}`;
    });
