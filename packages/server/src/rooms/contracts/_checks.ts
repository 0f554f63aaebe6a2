import type { CheckResult } from '@sightglass/model/rest';
import { type EventAttributes, lifecycleEvent } from '../runs/_runs.ts';

export interface TestCheck {
  readonly runId: string;
  readonly atMs: number;
  readonly file?: string;
  readonly pipeline?: string;
  readonly contract?: string;
  readonly rows?: number;
  /** Rows that broke `amount.min`; it fails above 10 and warns above 0. */
  readonly broken?: number;
  /** Of the file, whatever is broken. */
  readonly result?: CheckResult;
}

/** What a stage tells of one file: one expectation that may be broken, one that never is, and the file. */
export const checkEvents = (check: TestCheck): object[] => {
  const {
    runId,
    atMs,
    file = 'orders.csv',
    pipeline = 'orders',
    contract = 'orders',
    rows = 1_000,
    broken = 0,
  } = check;
  const result: CheckResult = check.result ?? (broken > 10 ? 'fail' : broken > 0 ? 'warn' : 'pass');
  const scope: EventAttributes = {
    runId,
    pipelineName: pipeline,
    pipelineNamespace: 'shop',
    stageId: 'c'.repeat(16),
    stageName: 'validate',
    checkFile: file,
    checkContract: contract,
    checkRows: String(rows),
  };
  const expectation = (own: EventAttributes) => lifecycleEvent('checkFinished', atMs, { ...scope, ...own });
  return [
    expectation({
      checkExpectation: 'amount.min',
      checkScope: 'column',
      checkColumn: 'amount',
      checkResult: result,
      checkBroken: String(broken),
      checkMessage: `amount must be at least 0; ${broken} are not`,
      checkWarn: '0',
      checkError: '10',
      ...(broken === 0 ? {} : { checkLines: ['7', '12'] }),
    }),
    expectation({
      checkExpectation: 'table.rows',
      checkScope: 'table',
      checkResult: 'pass',
      checkBroken: '0',
      checkMessage: 'at least 1 row',
    }),
    lifecycleEvent('fileChecked', atMs, {
      ...scope,
      checkResult: result,
      checkRejected: String(broken),
      checkBytes: '52000',
      checkModifiedAt: new Date(atMs - 3_600_000).toISOString(),
      checkDurationMs: 12.5,
      ...(broken === 0
        ? {}
        : {
            checkRejectFile: `${file}.rejects.jsonl`,
            checkSamples: JSON.stringify([{ line: 7, reasons: ['amount.min'], row: '4711,-3' }]),
          }),
    }),
  ];
};
