import { emptyLedger, nothingUnexplained } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import type { RunResult } from '../run/run-result.ts';
import { summarise } from './run-summary.ts';
import { summaryTable } from './summary-table.ts';

const stage = (name: string, read: number, written: number, more: object = {}) => ({
  stageId: name,
  name,
  path: name,
  times: 1,
  startedAtMs: 0,
  finishedAtMs: 2_000,
  state: 'succeeded' as const,
  rows: { read, written, rejected: read - written, filtered: 0, deduplicated: 0, unmatched: 0 },
  rowsCounted: read + written > 0,
  retries: 0,
  progress: undefined,
  failure: undefined,
  use: { cpuTimeMs: 120, peakRssBytes: 90_000_000, peakHeapBytes: 1, eventLoopDelayP99Ms: 1 },
  ...more,
});

const result: RunResult = {
  state: 'succeeded',
  runId: 'r',
  pipeline: 'orders',
  startedAtMs: 0,
  finishedAtMs: 65_000,
  ledger: {
    rows: stage('', 1000, 990).rows,
    balanced: false,
    unexplained: { missing: 3, extra: 0 },
    gaps: [{ stageId: 'l', stage: 'load', where: 'handoff', difference: 3 }],
    handoffs: [],
  },
  stages: [
    stage('extract', 1000, 1000),
    stage('load', 1000, 990, { retries: 2 }),
    stage('check', 0, 0, { parentStageId: 'load', times: 12 }),
  ],
  dependencies: [],
};

describe('the table at the end of a run', () => {
  it('shows what there is to show', () => {
    expect(summaryTable(summarise(result), { colour: false })).toMatchInlineSnapshot(`
      "
      ▲ Rows missing  orders  rejected 1%  1 m 05 s  peak 90 MB  r
        stage        state       time   read  written  rejected  rows/s  retries     cpu  peak rss
        extract      Succeeded  2.0 s  1,000    1,000         ·     500        ·  120 ms     90 MB
        load         Succeeded  2.0 s  1,000      990        10     500        2  120 ms     90 MB
          check ×12  Succeeded  2.0 s      ·        ·         ·       ·        ·  120 ms     90 MB
        3 rows are missing on the way to load

      "
    `);
  });

  it.each([
    ['all rows were rejected', { read: 1_000, rejected: 1_000 }, {}, '▲ All rows rejected', 'Not loaded'],
    [
      'most rows were rejected, which may be usual',
      { read: 10, written: 3, rejected: 7 },
      {},
      '✓ Succeeded',
      'Finished',
    ],
    ['all rows were filtered', { read: 10, filtered: 10 }, {}, '✓ Succeeded', 'No new data'],
    ['a stage failed', { read: 9, written: 9 }, { state: 'failed' }, '▲ Stage failed', 'Usable, but check'],
    ['a stage never ended', { read: 9, written: 9 }, { state: 'running' }, '▲ Stage never ended', 'Usable, but check'],
    ['it knows of nothing wrong', { read: 9, written: 9 }, {}, '✓ Succeeded', 'Finished'],
  ])('has the word and verdict of every surface when %s', (_, counts, own, word, verdict) => {
    const rows = { ...emptyLedger, ...counts };
    const ledger = { ...result.ledger, rows, balanced: true, unexplained: nothingUnexplained, gaps: [] };
    const summary = summarise({ ...result, ledger, stages: [stage('load', 1, 1, own)] });
    expect(summaryTable(summary, { colour: false })).toContain(`${word}  orders`);
    expect(summary.verdict.words).toBe(verdict);
  });

  it('gives the share of rejected rows and leaves open whether it is usual', () => {
    const rows = { ...emptyLedger, read: 1_000, written: 700, rejected: 300 };
    const ledger = { ...result.ledger, rows, balanced: true, unexplained: nothingUnexplained, gaps: [] };
    const text = summaryTable(summarise({ ...result, ledger, stages: [] }), { colour: false });
    expect(text).toContain('✓ Succeeded  orders  rejected 30%  1 m 05 s');
  });

  it.each([
    ['lost rows', { read: 1_000, written: 900 }, 'Rows missing'],
    ['rejected every row', { read: 1_000, rejected: 1_000 }, 'All rows rejected'],
    ['rejected most rows', { read: 1_000, written: 100, rejected: 900 }, 'Succeeded'],
    ['counts nothing', {}, 'Succeeded'],
  ])('names a stage that %s', (_, counts, word) => {
    const load = stage('load', 0, 0, { rows: { ...emptyLedger, ...counts } });
    const text = summaryTable(summarise({ ...result, stages: [load] }), { colour: false });
    expect(text).toMatch(new RegExp(`load +${word}`, 'u'));
  });

  it('leaves a stage that groups rows on purpose as it is', () => {
    const group = stage('group', 0, 0, { rows: { ...emptyLedger, read: 9, written: 3 }, ledgerChecked: false });
    expect(summaryTable(summarise({ ...result, stages: [group] }), { colour: false })).toMatch(/group +Succeeded/u);
  });

  it('does not speak of rows that were in flight when the run failed', () => {
    const failed = { ...result, state: 'failed' as const, thrown: new Error('gone') };
    expect(summaryTable(summarise(failed), { colour: false })).toContain('\n  gone\n\n');
  });

  it('shows what would steer the terminal', () => {
    const evil = '\u001b[2J\r\nname';
    const hostile = {
      ...result,
      pipeline: evil,
      runId: evil,
      state: 'failed' as const,
      thrown: new Error(`${evil}\u0007`),
      stages: [stage(evil, 1, 1)],
    };
    const shown = summaryTable(summarise(hostile), { colour: false });
    expect(shown).toContain('␛[2J␍␊name');
    expect(shown.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('is coloured only when asked', () => {
    expect(summaryTable(summarise(result), { colour: false })).not.toContain('\u001b');
    const good = { ...result, ledger: { ...result.ledger, balanced: true, unexplained: nothingUnexplained, gaps: [] } };
    expect(summaryTable(summarise(good), { colour: true })).toContain('\u001b[32m✓ Succeeded');
  });
});
