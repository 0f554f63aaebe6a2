import type { Attributes } from '@opentelemetry/api';
import { attributes } from '@sightglass/model';
import type { CheckReport } from '@sightglass/model/contract';
import { instrument } from '../../telemetry/instrument.ts';

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
export const recordCheck = (report: CheckReport, pipelineName: string | undefined, atMs: number): void => {
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
