import type { BriefPipeline, BriefPipelineList } from '@sightglass/model/rest';
import { expect, it } from 'vitest';
import { listedAfter } from './listed-pipelines.ts';

const pipeline = (name: string, written = 1): BriefPipeline => ({
  namespace: 'shop',
  name,
  lastRun: { runId: 'r', state: 'succeeded', startedAt: '2026-03-01T00:00:00Z', rows: { written } },
  strip: { heights: [100], others: {} },
  shown: { id: 'succeeded', word: 'Succeeded', tone: 'fluid' },
  sentenceParts: ['Ready to use.'],
  needsAttention: false,
  urgency: 37,
});
const answer = (items: BriefPipeline[], more: Partial<BriefPipelineList> = {}): BriefPipelineList => ({
  items,
  nextCursor: null,
  total: items.length,
  states: {},
  sentence: '',
  sentenceParts: [],
  isPart: false,
  ...more,
});

it('fills in what an answer leaves out', () => {
  const [first] = listedAfter(undefined, answer([pipeline('orders')]))?.items ?? [];
  expect(first?.lastRun).toMatchObject({
    pipeline: 'orders',
    environment: null,
    rows: { read: 0, written: 1 },
    unexplained: { missing: 0, extra: 0 },
  });
});

it('keeps what a part does not hold, unless some are missing then', () => {
  const before = listedAfter(undefined, answer([pipeline('orders'), pipeline('stock')]));
  const after = listedAfter(before, answer([pipeline('stock', 9)], { isPart: true, total: 2 }));
  expect(after?.items.map(({ name, lastRun }) => [name, lastRun.rows.written])).toEqual([
    ['orders', 1],
    ['stock', 9],
  ]);
  expect(after?.items[0]).toBe(before?.items[0]);
  expect(listedAfter(before, answer([], { isPart: true, total: 3 }))).toBeUndefined();
});
