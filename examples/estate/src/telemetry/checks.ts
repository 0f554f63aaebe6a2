import { countOf, events, formatCount } from '@sightglass/model';
import type { LogRecord } from '@sightglass/sdk/telemetry';
import type { FilePlan } from '../catalogue/types.ts';
import type { SimulatedRun, SimulatedStage } from '../run/simulated-run.ts';
import { dateOf, minuteMs } from '../times.ts';
import type { Teller } from './teller.ts';

interface Expectation {
  readonly id: string;
  readonly scope: 'file' | 'row' | 'column';
  readonly column?: string;
  readonly result: 'pass' | 'warn' | 'fail';
  readonly message: string;
  readonly broken: number;
}

export const filePathOf = ({ folder, name }: FilePlan, dueMs: number): string =>
  `${folder}/${name}-${dateOf(dueMs)}.csv`;

/** What the check of a run's file found. */
export const checkRecords = (run: SimulatedRun, stage: SimulatedStage, { record }: Teller): LogRecord[] => {
  const { file } = run.pipeline;
  if (file === undefined || stage.plan.checks === undefined) return [];
  const { rows } = stage;
  const path = filePathOf(file, run.dueMs);
  const expectations = expectationsOf(file, run, stage);
  const result = worst(expectations);
  const common = { checkFile: path, checkContract: file.contract };
  const atMs = stage.endMs - 3;
  const found = expectations.map((one) =>
    record({
      atMs,
      severity: one.result === 'pass' ? 'DEBUG' : one.result === 'warn' ? 'WARN' : 'ERROR',
      eventName: events.checkFinished.name,
      body: `check ${one.result}: ${one.id}: ${one.message}`,
      stage,
      told: {
        ...common,
        checkExpectation: one.id,
        checkScope: one.scope,
        checkColumn: one.column,
        checkResult: one.result,
        checkMessage: one.message,
        checkBroken: one.broken,
        checkRows: rows.read,
      },
    }),
  );
  const checked = record({
    atMs,
    severity: result === 'fail' ? 'ERROR' : 'INFO',
    eventName: events.fileChecked.name,
    body: `checked ${path}: ${result}, ${countOf(rows.read, 'row')}, ${formatCount(rows.rejected)} rejected`,
    stage,
    told: {
      ...common,
      checkResult: result,
      checkRows: rows.read,
      checkRejected: rows.rejected,
      checkBytes: rows.read * file.bytesEach,
      checkModifiedAt: new Date(stage.startMs - 4 * minuteMs).toISOString(),
      checkDurationMs: stage.endMs - stage.startMs,
    },
  });
  return [...found, checked];
};

const worst = (expectations: readonly Expectation[]): Expectation['result'] =>
  (['fail', 'warn'] as const).find((result) => expectations.some((one) => one.result === result)) ?? 'pass';

const expectationsOf = (file: FilePlan, run: SimulatedRun, stage: SimulatedStage): Expectation[] => {
  const { drift } = run.trouble;
  const { read } = stage.rows;
  return [
    {
      id: 'file.columns',
      scope: 'file',
      result: drift === undefined ? 'pass' : 'fail',
      message:
        drift === undefined
          ? `the columns ${file.columns.join(', ')}`
          : `the file has no column ${drift.missing} and a column ${drift.extra} nobody expects`,
      broken: drift === undefined ? 0 : 2,
    },
    ...Object.keys(stage.plan.rejects ?? {}).map((id): Expectation => {
      const broken = stage.reasons[id] ?? 0;
      const isMuch = broken > read * 0.02;
      return {
        id,
        scope: 'column',
        column: id.split('.', 1)[0] ?? id,
        result: isMuch ? 'warn' : 'pass',
        message: broken === 0 ? 'every row keeps it' : `${formatCount(broken)} of ${formatCount(read)} rows break it`,
        broken,
      };
    }),
  ];
};
