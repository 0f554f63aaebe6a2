import { basename, extname } from 'node:path';
import { readContract } from '@sightglass/sdk/checks';
import type { FileCheck } from '@sightglass/sdk';

/** Where a check is reported to, and what for. */
export interface ReportTarget {
  readonly url: string;
  readonly pipeline: string;
  readonly namespace: string;
}

/**
 * Runs `body` as a run with one stage, whose checks are reported to the server; without one they stay on disk and are sent later, and stderr says so.
 * An error that `body` returns is that of the run.
 */
export const reported = async (
  { url, pipeline: name, namespace }: ReportTarget,
  body: (check: FileCheck) => Promise<Error | undefined>,
): Promise<void> => {
  const { configure, pipeline } = await import('@sightglass/sdk');
  const { checkTrigger } = await import('@sightglass/model');
  configure({ url, logToConsole: false, logDir: false, summaryTable: false });
  let failure: Error | undefined;
  const run = pipeline(name, { namespace }).run({ trigger: checkTrigger }, (own) =>
    own.stage('check', { inputs: [] }, async (stage) => {
      failure = await body((file, contract, options) => stage.check(file, contract, options));
      if (failure !== undefined) throw failure;
    }),
  );
  await run.catch((error: unknown) => {
    if (error !== failure) throw error;
  });
};

/** The name of the contract, or of its file; `check` without one. */
export const pipelineNameFor = (contract: string | undefined): string => {
  if (contract === undefined) return 'check';
  const fileName = basename(contract, extname(contract));
  try {
    return readContract(contract).name ?? fileName;
  } catch {
    return fileName; // what is wrong with it is told of each file
  }
};
