import { expect, test } from 'vitest';
import { byUrgencyAndCriticality } from './criticality.ts';

const pipeline = (name: string, urgency: number, criticality: string | null, startedAt: string) => ({
  name,
  urgency,
  criticality,
  lastRun: { startedAt },
});

test('trouble comes first, then what is critical, then the latest; no criticality is between high and low', () => {
  const ordered = [
    pipeline('failed, critical', 0, 'critical', '01'),
    pipeline('failed, high', 0, 'high', '05'),
    pipeline('failed, later', 0, null, '09'),
    pipeline('failed', 0, 'medium', '02'),
    pipeline('failed, of a word of its own', 0, 'P1', '01'),
    pipeline('failed, low', 0, 'low', '09'),
    pipeline('late, critical', 3, 'critical', '09'),
    pipeline('well, critical', 20, 'Critical', '01'),
    pipeline('well', 20, null, '09'),
  ];
  expect(ordered.toReversed().toSorted(byUrgencyAndCriticality)).toEqual(ordered);
});
