import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyLedger, type Ledger } from './ledger.ts';
import type { LedgerStage } from './ledger-stage.ts';
import { rollUpLedger } from './run-ledger.ts';
import { countUnexplained, isExplained, nothingUnexplained } from './unexplained.ts';

const stage = (name: string, at: number, rows: Partial<Ledger>, more: Partial<LedgerStage> = {}): LedgerStage => ({
  stageId: more.stageId ?? `${name}-${at}`,
  name,
  startedAtMs: at,
  finishedAtMs: at + 10,
  rows: { ...emptyLedger, ...rows },
  ...more,
});

describe('rollUpLedger', () => {
  it.each([
    {
      name: 'a line of stages',
      stages: [
        stage('extract', 0, { read: 100, written: 100 }),
        stage('validate', 10, { read: 100, written: 90, rejected: 10 }),
        stage('load', 20, { read: 90, written: 90 }),
      ],
      rows: { read: 100, written: 90, rejected: 10 },
    },
    {
      name: 'rows that vanish inside a stage',
      stages: [stage('extract', 0, { read: 100, written: 97 })],
      rows: { read: 100, written: 97 },
      unexplained: { missing: 3, extra: 0 },
    },
    {
      name: 'rows that vanish between two stages',
      stages: [stage('extract', 0, { read: 100, written: 100 }), stage('load', 10, { read: 95, written: 95 })],
      rows: { read: 100, written: 95 },
      unexplained: { missing: 5, extra: 0 },
    },
    {
      name: 'a check beside a program that counts what it loads',
      stages: [
        stage('python', 0, { read: 100, written: 98, rejected: 2 }, { finishedAtMs: 90 }),
        stage('check', 5, { read: 100, written: 99, rejected: 1 }, { inputs: [], rowsChecked: 100 }),
        stage('check', 20, { read: 7, written: 7 }, { inputs: [], rowsChecked: 7 }),
      ],
      rows: { read: 100, written: 98, rejected: 2 },
    },
    {
      name: 'a check beside a program of which only what it wrote is counted',
      stages: [
        stage('sh', 0, { written: 100 }, { finishedAtMs: 90, ledgerChecked: false }),
        stage('check', 5, { read: 100, written: 100 }, { inputs: [], rowsChecked: 100 }),
      ],
      rows: { written: 100 },
    },
    {
      name: 'a check beside a program that counted 0 rows',
      stages: [
        stage('sh', 0, {}, { finishedAtMs: 90, rowsCounted: true }),
        stage('check', 5, { read: 100, written: 100 }, { inputs: [], rowsChecked: 100 }),
      ],
      rows: {},
    },
    {
      name: 'checks that nobody counts beside, or that are read from',
      stages: [
        stage('sh', 0, {}, { finishedAtMs: 90, rowsCounted: false }),
        stage('check', 5, { read: 100, written: 99, rejected: 1 }, { inputs: [], rowsChecked: 100 }),
        stage('check more', 20, { read: 50, written: 50 }, { inputs: [], rowsChecked: 50 }),
      ],
      rows: { read: 150, written: 149, rejected: 1 },
    },
    {
      name: 'a check that a stage reads from, and one of a file nobody loads',
      stages: [
        stage('check', 0, { read: 100, written: 99, rejected: 1 }, { rowsChecked: 100 }),
        stage('load', 20, { read: 99, written: 99 }, { inputs: ['check'] }),
        stage('check currencies', 40, { read: 7, written: 7 }, { inputs: [], rowsChecked: 7 }),
      ],
      rows: { read: 100, written: 99, rejected: 1 },
    },
    {
      name: 'a fan-out to two targets',
      stages: [
        stage('extract', 0, { read: 100, written: 100 }),
        stage('load-a', 10, { read: 100, written: 100 }),
        stage('load-b', 11, { read: 100, written: 100 }),
      ],
      rows: { read: 100, written: 200 },
    },
    {
      name: 'a split over two targets',
      stages: [
        stage('extract', 0, { read: 100, written: 100 }),
        stage('load-a', 10, { read: 40, written: 40 }),
        stage('load-b', 11, { read: 60, written: 60 }),
      ],
      rows: { read: 100, written: 100 },
    },
    {
      name: 'the same two stages for each of two files',
      stages: [
        stage('extract', 0, { read: 100, written: 100 }),
        stage('load', 10, { read: 100, written: 100 }),
        stage('extract', 20, { read: 7, written: 7 }),
        stage('load', 30, { read: 7, written: 7 }),
      ],
      rows: { read: 107, written: 107 },
    },
    {
      name: 'two sources, the second declared',
      stages: [
        stage('orders', 0, { read: 100, written: 100 }),
        stage('customers', 10, { read: 7, written: 7 }, { inputs: [] }),
        stage('join', 20, { read: 107, written: 107 }),
      ],
      rows: { read: 107, written: 107 },
    },
    {
      name: 'overlapping stages that declare their inputs',
      stages: [
        stage('extract', 0, { read: 100, written: 100 }, { finishedAtMs: 90 }),
        stage('load', 1, { read: 100, written: 100 }, { inputs: ['extract'], finishedAtMs: 99 }),
      ],
      rows: { read: 100, written: 100 },
    },
    {
      name: 'a stage that starts before the one it reads from',
      stages: [
        stage('load', 0, { read: 90, written: 90 }, { inputs: ['extract'], finishedAtMs: 99 }),
        stage('extract', 1, { read: 100, written: 90, rejected: 10 }, { inputs: [], finishedAtMs: 90 }),
      ],
      rows: { read: 100, written: 90, rejected: 10 },
    },
    {
      name: 'a declared input that ran side by side',
      stages: [
        stage('parse', 0, { read: 10, written: 10 }, { inputs: [], stageId: 'a', finishedAtMs: 30 }),
        stage('parse', 1, { read: 20, written: 20 }, { inputs: [], stageId: 'b', finishedAtMs: 20 }),
        stage('parse', 2, { read: 30, written: 30 }, { inputs: [], stageId: 'c', finishedAtMs: 40 }),
        stage('load', 40, { read: 60, written: 60 }, { inputs: ['parse'] }),
      ],
      rows: { read: 60, written: 60 },
    },
    {
      name: 'a declared input that runs side by side with its reader, some of it beginning later',
      stages: [
        stage('parse', 0, { read: 10, written: 10 }, { inputs: [], finishedAtMs: 30 }),
        stage('load', 1, { read: 60, written: 60 }, { inputs: ['parse'], finishedAtMs: 90 }),
        stage('parse', 2, { read: 20, written: 20 }, { inputs: [], finishedAtMs: 50 }),
        stage('parse', 40, { read: 30, written: 30 }, { inputs: [], finishedAtMs: 80 }),
      ],
      rows: { read: 60, written: 60 },
    },
    {
      name: 'a declared input that runs one after the other beside its only reader',
      stages: [
        stage('parse', 0, { read: 10, written: 10 }, { inputs: [] }),
        stage('load', 1, { read: 60, written: 60 }, { inputs: ['parse'], finishedAtMs: 90 }),
        stage('parse', 10, { read: 20, written: 20 }, { inputs: [] }),
        stage('parse', 40, { read: 30, written: 30 }, { inputs: [] }),
      ],
      rows: { read: 60, written: 60 },
      difference: 0,
    },
    {
      name: 'a declared input that ran once for each file, read file by file under its own name',
      stages: [
        stage('parse', 0, { read: 10, written: 10 }, { inputs: [] }),
        stage('load a', 10, { read: 10, written: 10 }, { inputs: ['parse'] }),
        stage('parse', 20, { read: 7, written: 7 }, { inputs: [] }),
        stage('load b', 30, { read: 7, written: 7 }, { inputs: ['parse'] }),
      ],
      rows: { read: 17, written: 17 },
    },
    {
      name: 'a declared input that ran once for each file, read at the end by two',
      stages: [
        stage('parse', 0, { read: 10, written: 10 }, { inputs: [] }),
        stage('parse', 10, { read: 7, written: 7 }, { inputs: [] }),
        stage('load', 20, { read: 17, written: 17 }, { inputs: ['parse'] }),
        stage('report', 30, { read: 17, written: 17 }, { inputs: ['parse'] }),
      ],
      rows: { read: 17, written: 34 },
    },
    {
      name: 'nested stages that detail their parent',
      stages: [
        stage('load', 0, { read: 100, written: 100 }, { stageId: 'parent' }),
        stage('batch', 1, { read: 50, written: 50 }, { parentStageId: 'parent' }),
      ],
      rows: { read: 100, written: 100 },
    },
    {
      name: 'nested stages below a parent that counts nothing',
      stages: [
        stage('all', 0, {}, { stageId: 'parent', finishedAtMs: 99 }),
        stage('extract', 1, { read: 50, written: 50 }, { parentStageId: 'parent' }),
        stage('load', 20, { read: 50, written: 50 }, { parentStageId: 'parent' }),
      ],
      rows: { read: 50, written: 50 },
    },
    {
      name: 'a stage that groups rows on purpose',
      stages: [
        stage('extract', 0, { read: 100, written: 100 }),
        stage('group', 10, { read: 100, written: 4 }, { ledgerChecked: false }),
        stage('load', 20, { read: 4, written: 4 }),
      ],
      rows: { read: 100, written: 4 },
    },
    {
      name: 'as many rows too many as are missing',
      stages: [
        stage('extract', 0, { read: 100, written: 98 }),
        stage('load', 10, { read: 100, written: 100 }, { inputs: ['extract'] }),
      ],
      rows: { read: 100, written: 100 },
      unexplained: { missing: 2, extra: 2 },
    },
    {
      name: 'a load that counted 0 of the rows that were there to read',
      stages: [stage('extract', 0, { read: 100, written: 100 }), stage('load', 10, {}, { rowsCounted: true })],
      rows: { read: 100 },
      unexplained: { missing: 100, extra: 0 },
    },
    {
      name: 'rows that are loaded though the stage before counted 0',
      stages: [stage('extract', 0, {}, { rowsCounted: true }), stage('load', 10, { read: 7, written: 7 })],
      rows: { written: 7 },
      unexplained: { missing: 0, extra: 7 },
    },
    {
      name: 'a part of a split that counted 0, and a stage after it that counts nothing',
      stages: [
        stage('extract', 0, { read: 100, written: 100 }),
        stage('load-a', 10, { read: 100, written: 100 }),
        stage('load-b', 11, {}, { rowsCounted: true }),
        stage('report', 30, {}, { rowsCounted: false }),
      ],
      rows: { read: 100, written: 100 },
    },
    {
      name: 'a stage that counted 0 around, and within, stages that count rows',
      stages: [
        stage('all', 0, {}, { stageId: 'parent', finishedAtMs: 99, rowsCounted: true }),
        stage('load', 1, { read: 50, written: 50 }, { stageId: 'load', parentStageId: 'parent' }),
        stage('batch', 2, {}, { parentStageId: 'load', rowsCounted: true }),
      ],
      rows: { read: 50, written: 50 },
    },
    { name: 'no stages', stages: [], rows: {} },
  ])('$name', ({ stages, rows, unexplained = nothingUnexplained }) => {
    const ledger = rollUpLedger(stages);
    expect(ledger.rows).toEqual({ ...emptyLedger, ...rows });
    expect(ledger.unexplained).toEqual(unexplained);
    expect(ledger.balanced).toBe(isExplained(unexplained));
  });

  it('explains every row of any line of balanced stages, in whatever order they are given', () => {
    const leaks = fc.array(
      fc.record({ rejected: fc.nat(50), filtered: fc.nat(50), deduplicated: fc.nat(50), unmatched: fc.nat(50) }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(leaks, fc.nat(), (steps, seed) => {
        let rowsLeft = 10_000;
        const stages = steps.map((leak, index) => {
          const read = rowsLeft;
          rowsLeft -= leak.rejected + leak.filtered + leak.deduplicated + leak.unmatched;
          return stage(`s${index}`, index * 10, { read, written: rowsLeft, ...leak });
        });
        const shuffled = stages.toSorted(
          (a, b) => ((a.startedAtMs * 7919 + seed) % 101) - ((b.startedAtMs * 7919 + seed) % 101),
        );
        const { rows, balanced } = rollUpLedger(shuffled);
        expect(balanced).toBe(true);
        expect(rows.read).toBe(10_000);
        expect(rows.written).toBe(rowsLeft);
      }),
    );
  });

  it('calls no run balanced of which a row is unexplained, and nets no gap with another', () => {
    const names = fc.constantFrom('a', 'b', 'c');
    const anyStage = fc.record({
      name: names,
      at: fc.nat(60),
      read: fc.nat(9),
      written: fc.nat(9),
      rejected: fc.nat(3),
      inputs: fc.option(fc.array(names, { maxLength: 2 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(anyStage, { maxLength: 8 }), (drawn) => {
        const stages = drawn.map(({ name, at, inputs, ...rows }, index) =>
          stage(name, at, rows, { stageId: String(index), inputs }),
        );
        const { balanced, unexplained, gaps } = rollUpLedger(stages);
        expect(balanced).toBe(isExplained(unexplained));
        expect(countUnexplained(unexplained)).toBe(gaps.reduce((sum, { difference }) => sum + Math.abs(difference), 0));
        expect(gaps.every(({ difference }) => difference !== 0)).toBe(true);
      }),
    );
  });
});
