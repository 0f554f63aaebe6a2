import type { LogRecord } from '@sightglass/model/rest';
import { expect, it } from 'vitest';
import { recordKeys } from './record-keys.ts';

const record = (body: string) => ({ timestamp: '2026-11-23T02:00:00Z', spanId: 'a', body }) as LogRecord;

it('tells records apart that say the same at the same time, and keeps their keys when newer ones arrive', () => {
  const before = recordKeys([record('line rejected'), record('line rejected')]);
  expect(new Set(before).size).toBe(2);
  expect(recordKeys([record('done'), record('line rejected'), record('line rejected')]).slice(1)).toEqual(before);
});
