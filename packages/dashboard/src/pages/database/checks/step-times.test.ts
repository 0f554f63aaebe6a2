import type { DatabaseCheck } from '@sightglass/model/rest';
import { expect, it } from 'vitest';
import { failureKinds, stepTimes } from './step-times.ts';

const check = (more: Partial<DatabaseCheck>): DatabaseCheck => ({
  checkedAt: '2026-11-23T02:00:00Z',
  outcome: 'well',
  durationMs: 10,
  stepsMs: {},
  failedStep: null,
  errorClass: null,
  errorCode: null,
  ...more,
});
const failed = (step: DatabaseCheck['failedStep'], code: string, checkedAt: string): DatabaseCheck =>
  check({ outcome: 'failed', failedStep: step, errorClass: 'refused', errorCode: code, checkedAt });

it('has a line for each step that was taken, with gaps where an attempt did not come so far', () => {
  const checks = [
    check({ stepsMs: { dns: 1, tcp: 4, login: 9 } }),
    check({ stepsMs: { dns: 3, tcp: 2 }, failedStep: 'tcp' }),
    check({ stepsMs: { dns: 2, tcp: 8, login: 5 } }),
  ];
  expect(stepTimes(checks)).toEqual([
    { step: 'dns', valuesMs: [1, 3, 2], lastMs: 2, medianMs: 2, slowestMs: 3, failures: 0 },
    { step: 'tcp', valuesMs: [4, 2, 8], lastMs: 8, medianMs: 4, slowestMs: 8, failures: 1 },
    { step: 'login', valuesMs: [9, null, 5], lastMs: 5, medianMs: 5, slowestMs: 9, failures: 0 },
  ]);
  expect(stepTimes([])).toEqual([]);
});

it('sums failures up by class, code and step, with the last of each', () => {
  const checks = [
    failed('tcp', 'ECONNREFUSED', '2026-11-23T02:00:00Z'),
    failed('login', '57P03', '2026-11-23T02:01:00Z'),
    failed('tcp', 'ECONNREFUSED', '2026-11-23T02:02:00Z'),
    check({}),
  ];
  expect(failureKinds(checks)).toEqual([
    { class: 'refused', code: 'ECONNREFUSED', step: 'tcp', count: 2, lastAt: '2026-11-23T02:02:00Z' },
    { class: 'refused', code: '57P03', step: 'login', count: 1, lastAt: '2026-11-23T02:01:00Z' },
  ]);
});
