import type { Attributes, Context } from '@opentelemetry/api';
import { attributes } from '@sightglass/model';
import type { CheckReport, CheckResult, FileProfile } from '@sightglass/model/contract';
import type { CheckOptions } from '../../checks/check-options.ts';
import { examineFile } from '../../checks/define-contract.ts';
import { profileText } from '../../checks/drift/file-profile.ts';
import { fileDatasetAt } from '../../datasets/declared-datasets.ts';
import { safely } from '../../safely.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
import type { Clock } from '../clock.ts';
import { type Lifecycle, present } from '../events/lifecycle.ts';
import type { CountedRows } from '../rows/row-counter.ts';
import type { FileCheck } from '../types.ts';
import { instrument } from '../../telemetry/instrument.ts';

export interface CheckReporting {
  readonly clock: Clock;
  readonly lifecycle: Lifecycle;
  /** Where the check belongs: in a stage, or in the run alone. */
  readonly context: () => Context;
  /** Counts the rows of the file, where it does. */
  readonly rows?: CountedRows;
}

/** `checkFile` that reports what it found as part of a run. */
export const observedCheck =
  ({ clock, lifecycle, context, rows }: CheckReporting): FileCheck =>
  async (file, contract, options = {}) => {
    const stageContext = context();
    const { report, profile } = await examineFile(file, contract, ofNamespace(options, stageContext));
    safely(() => {
      if (rows !== undefined) countRows(report, rows);
      const atMs = clock.nowMs();
      for (const result of report.results)
        lifecycle.emit('checkFinished', stageContext, resultAttributes(report, result), atMs);
      if (profile !== undefined && report.contract !== null)
        lifecycle.emit('fileProfiled', stageContext, profileAttributes(report, profile), atMs);
      lifecycle.emit('fileChecked', stageContext, fileAttributes(report), atMs);
      if (!pipedIn.test(report.file)) runScopeOf(stageContext)?.datasets.checked(fileDatasetAt(report.file), report);
      recordCheck(report, runScopeOf(stageContext)?.pipeline, atMs);
    });
    return report;
  };

/** Where the command line keeps standard input while it is checked: no dataset. */
const pipedIn = /[\\/]sightglass-stdin-[^\\/]+[\\/]stdin$/u;

const countRows = ({ rows: read, rejected, rejectedByReason }: CheckReport, rows: CountedRows): void => {
  rows.readByCheck(read);
  for (const [reason, count] of Object.entries(rejectedByReason)) rows.rejected(count, reason);
  rows.written(read - rejected);
};

const subject = ({ file, contract }: CheckReport): Attributes =>
  present({ [attributes.checkFile]: file, [attributes.checkContract]: contract ?? undefined });

const resultAttributes = (report: CheckReport, result: CheckResult): Attributes =>
  present({
    ...subject(report),
    [attributes.checkExpectation]: result.expectation,
    [attributes.checkScope]: result.scope,
    [attributes.checkColumn]: result.column ?? undefined,
    [attributes.checkResult]: result.status,
    [attributes.checkMessage]: result.message,
    [attributes.checkBroken]: result.count,
    [attributes.checkRows]: report.rows,
    [attributes.checkLines]: result.lines.length === 0 ? undefined : result.lines.map(String),
    [attributes.checkWarn]: String(result.warn),
    [attributes.checkError]: String(result.error),
  });

/** The history of a server is that of the run's namespace, unless another is wished. */
const ofNamespace = (options: CheckOptions, runContext: Context): CheckOptions => {
  const { history } = options;
  const namespace = runScopeOf(runContext)?.attributes[attributes.pipelineNamespace];
  if (typeof namespace !== 'string') return options;
  if (history === 'server') return { ...options, history: { namespace } };
  if (typeof history !== 'object' || history.namespace !== undefined) return options;
  return { ...options, history: { ...history, namespace } };
};

const profileAttributes = (report: CheckReport, profile: FileProfile): Attributes =>
  present({
    ...subject(report),
    [attributes.checkRows]: report.rows,
    [attributes.checkProfile]: profileText(profile),
  });

const fileAttributes = (report: CheckReport): Attributes =>
  present({
    ...subject(report),
    [attributes.checkResult]: report.status,
    [attributes.checkRows]: report.rows,
    [attributes.checkRejected]: report.rejected,
    [attributes.checkBytes]: report.bytes,
    [attributes.checkModifiedAt]: report.modifiedAt ?? undefined,
    [attributes.checkSamples]: report.samples.length === 0 ? undefined : JSON.stringify(report.samples),
    [attributes.checkRejectFile]: report.rejectFile ?? undefined,
    [attributes.checkDurationMs]: report.durationMs,
  });

const meters = instrument((meter) => ({
  rows: meter.createCounter('pipeline.check.rows', { unit: '{row}', description: 'Rows of checked files' }),
  rejected: meter.createCounter('pipeline.check.rejected', { unit: '{row}', description: 'Rows a check rejected' }),
  results: meter.createCounter('pipeline.check.results', {
    unit: '{expectation}',
    description: 'Expectations checked, by result',
  }),
  fileAge: meter.createGauge('pipeline.check.file.age', {
    unit: 's',
    description: 'How long before its check a file was last written',
  }),
}));

/** What can be alerted on: volume, rejected rows and freshness of a contract, and how its expectations came out. */
const recordCheck = (report: CheckReport, pipelineName: string | undefined, atMs: number): void => {
  const { rows, rejected, results, fileAge } = meters();
  const about: Attributes = {
    ...(pipelineName !== undefined && { [attributes.pipelineName]: pipelineName }),
    ...(report.contract !== null && { [attributes.checkContract]: report.contract }),
  };
  rows.add(report.rows, about);
  rejected.add(report.rejected, about);
  for (const { expectation, status } of report.results)
    results.add(1, { ...about, [attributes.checkExpectation]: expectation, [attributes.checkResult]: status });
  if (report.modifiedAt !== null) fileAge.record((atMs - Date.parse(report.modifiedAt)) / 1_000, about);
};
