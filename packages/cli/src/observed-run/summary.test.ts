import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { renderSummary } from './summary.ts';

test('the line at the end is the one that the docs show', async () => {
  const line = renderSummary({
    namespace: 'default',
    pipeline: 'orders',
    runId: '019ad0c2-7c2f-7d4e-9a5b-3f1c2d4e5f60',
    state: 'succeeded',
    message: '',
    durationMs: 4_200,
    rows: { read: 14_772, written: 14_537, filtered: 235 },
    idleRules: [],
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
  const docs = await readFile(new URL('../../../../docs/exec.md', import.meta.url), 'utf8');
  expect(docs.split('\n')).toContain(line);
});
