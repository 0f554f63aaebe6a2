import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isWithoutRows,
  ledgerEquation,
  openRowsOf,
  openRowsSentence,
  openRowsWords,
  type CountedRows,
} from './ledger-words.ts';
import { emptyLedger, type Ledger } from '../ledger/ledger.ts';
import { runStates } from '../telemetry/run-state.ts';

const counted = (state: CountedRows['state'], rows: Partial<Ledger>, missing = 0, extra = 0): CountedRows => ({
  state,
  rows: { ...emptyLedger, ...rows },
  unexplained: { missing, extra },
});

describe('the rows of a run in words', () => {
  it.each([
    {
      name: 'every row explained',
      run: counted('succeeded', { read: 12_448, written: 12_431, rejected: 17 }),
      words: ['', '', '12,448 read = 12,431 written + 17 rejected'],
    },
    {
      name: 'missing rows',
      run: counted('succeeded', { read: 10, written: 7 }, 3),
      words: ['3 missing', '3 rows are missing', '10 read = 7 written + 3 missing'],
    },
    {
      name: 'an extra row',
      run: counted('succeeded', { read: 5, written: 6 }, 0, 1),
      words: ['1 extra', '1 more row was written than read', '5 read + 1 extra = 6 written'],
    },
    {
      name: 'as many not processed as extra, of a run that was cut short',
      run: counted('failed', { read: 100, written: 100 }, 2, 2),
      words: [
        '2 not processed, 2 extra',
        '2 rows were not processed and 2 more rows were written than were read',
        '100 read + 2 extra = 100 written + 2 not processed',
      ],
    },
    {
      name: 'the same where the run as a whole read and wrote nothing',
      run: counted('succeeded', {}, 2, 2),
      words: [
        '2 missing, 2 extra',
        '2 rows are missing and 2 more rows were written than were read',
        '0 read + 2 extra = 0 written + 2 missing',
      ],
    },
    {
      name: 'rows under way',
      run: counted('running', { read: 100, written: 40 }, 60),
      words: ['60 in progress', '60 rows are in progress', '100 read = 40 written + 60 in progress'],
    },
    {
      name: 'counts of a run under way that came at different times',
      run: counted('running', { read: 100, written: 103 }, 0, 3),
      words: ['', '', '100 read → 103 written'],
    },
    {
      name: 'rows grouped on purpose, and three missing',
      run: counted('succeeded', { read: 100, written: 4 }, 3),
      words: ['3 missing', '3 rows are missing', '100 read → 4 written · 3 missing'],
    },
    {
      name: 'only what was written',
      run: counted('succeeded', { written: 150 }),
      words: ['', '', '150 written'],
    },
    {
      name: 'only what was written and refused',
      run: counted('succeeded', { written: 150, rejected: 3 }),
      words: ['', '', '150 written + 3 rejected'],
    },
    { name: 'only what was read', run: counted('running', { read: 150 }), words: ['', '', '150 read'] },
    {
      name: 'written, as nothing was read',
      run: counted('succeeded', { written: 150 }, 0, 150),
      words: ['150 extra', '150 more rows were written than were read', '0 read + 150 extra = 150 written'],
    },
    { name: 'no rows', run: counted('succeeded', {}), words: ['', '', 'No rows counted'] },
  ])('$name', ({ run, words }) =>
    expect([openRowsWords(run), openRowsSentence(run), ledgerEquation(run)]).toEqual(words),
  );

  const anyCount = fc.oneof(fc.nat(3), fc.nat(20_000));
  const anyLedger = fc.record({
    read: anyCount,
    written: anyCount,
    rejected: anyCount,
    filtered: anyCount,
    deduplicated: anyCount,
    unmatched: anyCount,
  });
  const anyRun: fc.Arbitrary<CountedRows> = fc.record({
    state: fc.constantFrom(...runStates),
    rows: anyLedger,
    unexplained: fc.record({ missing: anyCount, extra: anyCount }),
  });

  it('are silent in no place where another speaks, and name the same counts in each', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const terms = openRowsOf(run).map(({ rows, word }) => `${rows.toLocaleString('en')} ${word}`);
        const isOver = run.state !== 'running';
        const { missing, extra } = run.unexplained;
        expect(terms.length > 0).toBe(missing > 0 || (isOver && extra > 0));
        expect(openRowsWords(run)).toBe(terms.join(', '));
        for (const term of terms) expect(ledgerEquation(run)).toContain(term);
        for (const { rows } of openRowsOf(run)) expect(openRowsSentence(run)).toContain(rows.toLocaleString('en'));
        if (terms.length > 0) expect(isWithoutRows(run)).toBe(false);
      }),
    );
  });

  it('put an equals sign only between equal sums', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const { missing, extra } = run.unexplained;
        const written = run.rows.written + extra;
        const fitting = { ...run, rows: { ...emptyLedger, written, read: written + missing - extra } };
        for (const equation of [ledgerEquation(run), ledgerEquation({ ...fitting, state: 'succeeded' })]) {
          const [left = '', right] = equation.split(' = ');
          if (right !== undefined) expect(sumOf(left)).toBe(sumOf(right));
        }
      }),
    );
  });
});

const sumOf = (side: string): number =>
  side.split(' + ').reduce((sum, term) => sum + Number(term.split(' ')[0]?.replaceAll(',', '')), 0);
