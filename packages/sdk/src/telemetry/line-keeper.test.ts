import { ROOT_CONTEXT } from '@opentelemetry/api';
import { afterEach, expect, test, vi } from 'vitest';
import type { Draft } from '../export/disk/draft.ts';
import { writeLogEntry } from '../otlp/log-entry.ts';
import { RecordBatch } from '../otlp/record-batch.ts';
import { createLineKeeper } from './line-keeper.ts';

afterEach(() => void vi.useRealTimers());

test('a record is on disk within a tenth of a second, however long the one before took', () => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
  const newBatch = () => new RecordBatch({}, { name: 'test' }, writeLogEntry);
  const batch = newBatch();
  const kept: (number | undefined)[] = [];
  const startDraft = (id: string): Draft => ({
    id,
    write: (part) => {
      if (kept.push(part?.records) === 1) vi.advanceTimersByTime(30);
    },
    seal: () => undefined,
    remove: () => undefined,
  });
  const { keepSoon } = createLineKeeper({ batch, scratch: newBatch(), startDraft });
  const write = (): void => {
    batch.add({ atMs: 0, severity: 'INFO', body: 'line', context: ROOT_CONTEXT, attributes: {} });
    keepSoon(() => []);
  };
  write();
  write();
  expect(kept).toEqual([1]);
  vi.advanceTimersByTime(100);
  expect(kept).toEqual([1, 1]);
});
