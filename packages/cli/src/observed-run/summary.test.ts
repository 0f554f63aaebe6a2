import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { RowCounts } from './rows/row-counts.ts';
import { renderSummary, type RunSummary } from './summary.ts';

const summary: RunSummary = {
  namespace: 'default',
  pipeline: 'orders',
  runId: 'r',
  state: 'succeeded',
  message: '',
  durationMs: 56,
  rows: {},
  idleRules: [],
  stoppedRules: [],
  usage: {},
  url: 'http://server',
  delivery: {
    keptBytes: 0,
    isSentInBackground: false,
    lostRecords: 0,
    lostBytes: 0,
    thinnedRecords: 0,
    reason: undefined,
  },
};

it.each<[RowCounts, string]>([
  [{}, 'orders succeeded after 56 ms · http'],
  [{ read: 100, written: 100 }, 'orders succeeded after 56 ms · 100 read, 100 written'],
  [
    { read: 100, written: 0, rejected: 100 },
    'orders: all rows rejected after 56 ms · 100 read, 0 written, 100 rejected',
  ],
  [{ read: 100, written: 0, rejected: 1, filtered: 99 }, 'orders: rows rejected, none loaded after 56 ms'],
  [{ read: 100, written: 40 }, 'orders: rows missing after 56 ms · 100 read, 40 written'],
  [{ read: 100, written: 112 }, 'orders: extra rows after 56 ms'],
  [{ read: 100 }, 'orders succeeded after 56 ms · 100 read'],
  [{ written: 7 }, 'orders succeeded after 56 ms · 7 written'],
  [{ read: 100, written: 0, filtered: 100 }, 'orders succeeded after 56 ms'],
  // How many rejects are usual is not known here.
  [{ read: 100, written: 10, rejected: 90 }, 'orders succeeded after 56 ms · 100 read, 10 written, 90 rejected'],
])('%j: %s', (rows, line) => expect(renderSummary({ ...summary, rows })).toContain(`sightglass: ${line}`));

it('does not judge the rows of a run that failed', () => {
  const failed = { ...summary, state: 'failed', message: 'exit code 3', rows: { read: 100, written: 40 } } as const;
  expect(renderSummary(failed)).toContain('orders failed after 56 ms: exit code 3 · 100 read, 40 written');
});

it('the line at the end is the one that the docs show', async () => {
  const line = renderSummary({
    namespace: 'default',
    pipeline: 'orders',
    runId: '019ad0c2-7c2f-7d4e-9a5b-3f1c2d4e5f60',
    state: 'succeeded',
    message: '',
    durationMs: 4_200,
    rows: { read: 14_772, written: 14_537, filtered: 235 },
    idleRules: [],
    stoppedRules: [],
    usage: { cpuTimeMs: 1_900, peakRssBytes: 64e6 },
    url: 'http://127.0.0.1:4318',
    delivery: {
      keptBytes: 0,
      isSentInBackground: false,
      lostRecords: 0,
      lostBytes: 0,
      thinnedRecords: 0,
      reason: undefined,
    },
  });
  const docs = await readFile(new URL('../../../../docs/guides/exec.md', import.meta.url), 'utf8');
  expect(docs.split('\n')).toContain(line);
});
