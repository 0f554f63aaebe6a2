import type { CheckResult, ExpectationResult } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import type { FileFacts, ResultFacts } from './facts-checks.ts';
import { contractHealthOf } from './contract-health.ts';

const summary = {
  namespace: 'shop',
  pipeline: 'orders',
  contract: 'orders',
  severity: 0,
  checkedAtMs: Date.parse('2026-03-02T00:00:00Z'),
  files: 2,
};

const scopeOf = (runId: string) => ({
  pipeline: 'orders',
  contract: 'orders',
  runId,
  stageId: '',
  file: `${runId}.csv`,
});

const fileOf = (runId: string, rows = 100): FileFacts => ({
  ...scopeOf(runId),
  namespace: 'shop',
  checkedAtMs: 0,
  checked: {
    runId,
    stageId: null,
    stageName: null,
    file: `${runId}.csv`,
    contract: 'orders',
    result: 'fail',
    checkedAt: '1970-01-01T00:00:00.000Z',
    rows,
    rejected: 0,
    bytes: 1,
    modifiedAt: null,
    rejectFile: null,
    samples: [],
    durationMs: null,
  },
});

const resultOf = (runId: string, expectation: string, broken: number, result: CheckResult): ResultFacts => ({
  ...scopeOf(runId),
  result: {
    expectation,
    scope: 'column',
    column: expectation.split('.')[0] ?? null,
    result,
    message: '',
    broken,
    rows: 100,
    lines: [],
    warn: null,
    error: null,
  } satisfies ExpectationResult,
});

test('what the contract no longer expects is not told as broken', () => {
  const { expectations } = contractHealthOf(
    summary,
    [fileOf('new'), fileOf('old')],
    [
      resultOf('old', 'gone.min', 9, 'fail'),
      resultOf('old', 'id.type', 2, 'fail'),
      resultOf('new', 'id.type', 0, 'pass'),
    ],
  );
  expect(expectations.map(({ expectation, result, file }) => [expectation, result, file])).toEqual([
    ['id.type', 'pass', 'new.csv'],
  ]);
  expect(expectations[0]?.trend).toEqual({ results: ['fail', 'pass'], broken: [2, 0] });
});

test('an expectation that is new was not checked before', () => {
  const { expectations } = contractHealthOf(
    summary,
    [fileOf('new'), fileOf('old')],
    [resultOf('new', 'id.type', 1, 'warn')],
  );
  expect(expectations[0]?.trend).toEqual({ results: [null, 'warn'], broken: [null, 1] });
});

test('a column counts the expectation that was broken most in each file, and comes by its share', () => {
  const { columns } = contractHealthOf(
    summary,
    [fileOf('new'), fileOf('old')],
    [
      resultOf('old', 'id.type', 2, 'fail'),
      resultOf('old', 'id.min', 5, 'fail'),
      resultOf('new', 'id.type', 1, 'fail'),
      resultOf('new', 'day.type', 30, 'fail'),
      resultOf('new', 'sum.type', 0, 'pass'),
    ],
  );
  expect(columns).toEqual([
    { column: 'day', broken: 30, rows: 100, brokenFiles: 1, files: 1 },
    { column: 'id', broken: 6, rows: 200, brokenFiles: 2, files: 2 },
  ]);
});

test('no file known any more is no error', () => {
  expect(contractHealthOf(summary, [], [])).toMatchObject({ files: [], expectations: [], columns: [], result: 'fail' });
});
