import { timeRange } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { inputMessages } from './input-messages.ts';

const shape = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  size: z.coerce.number().int().max(5),
  ratio: z.number().min(0.5).optional(),
  ...timeRange.shape,
  order: z.enum(['desc', 'asc']).default('desc'),
  url: z.url({ error: 'must be a URL' }).optional(),
  nested: z.object({ days: z.coerce.number().int().min(3).max(7) }).optional(),
});

const aTime =
  'a time as RFC 3339 writes it, like 2026-05-01T10:00:00Z or 2026-05-01T12:00:00+02:00, or a date like 2026-05-01 (midnight UTC)';

const complaints = (given: object): string[] =>
  shape
    .safeParse({ size: 1, ...given }, { error: inputMessages({ size: 1, ...given }) })
    .error?.issues.map((issue) => issue.message) ?? [];

test.each<[object, string]>([
  [{ limit: 'abc' }, '"abc" is not a whole number from 1 to 500, like 100'],
  [{ limit: '0' }, '"0" is not a whole number from 1 to 500, like 100'],
  [{ limit: '501' }, '"501" is not a whole number from 1 to 500, like 100'],
  [{ limit: '1.5' }, '"1.5" is not a whole number from 1 to 500, like 100'],
  [{ size: 'x' }, '"x" is not a whole number of at most 5, like 5'],
  [{ size: undefined }, 'is required'],
  [{ ratio: '1' }, '"1" is not a number of at least 0.5, like 100'],
  [{ from: 'abc' }, `"abc" is not ${aTime}`],
  [{ from: '2026-02-30' }, `"2026-02-30" is not ${aTime}`],
  [{ from: 'x'.repeat(70) }, `"${'x'.repeat(60)}…" is not ${aTime}`],
  [{ order: 'up' }, '"up" is not one of desc, asc'],
  [{ url: 'x' }, 'must be a URL'],
  [{ nested: { days: 'x' } }, '"x" is not a whole number from 3 to 7, like 7'],
])('%j: %s', (given, message) => {
  expect(complaints(given)).toEqual([message]);
});
