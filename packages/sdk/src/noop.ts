import { runIdAt } from '@sightglass/model';
import { checkFile } from './checks/define-contract.ts';
import type { Run, RunLog, RunOptions, Stage, StageStarter } from './run/types.ts';

const nothing = (): void => undefined;

const start = ((_name: string, first: unknown, second?: unknown) =>
  ((second ?? first) as (stage: Stage) => unknown)(noopStage)) as StageStarter;

const log: RunLog = { debug: nothing, info: nothing, warn: nothing, error: nothing, critical: nothing };

/** What stage bodies receive when the SDK is off: shared, and it does nothing. */
const noopStage: Stage = {
  id: '',
  name: '',
  rows: {
    read: nothing,
    written: nothing,
    rejected: nothing,
    filtered: nothing,
    deduplicated: nothing,
    unmatched: nothing,
  },
  stage: start,
  transaction: (body) => body(),
  check: checkFile,
  reads: nothing,
  writes: nothing,
  progress: nothing,
  retried: nothing,
};

/** A run that records nothing; programs may use its id as a key all the same. */
export const noopRun = (pipeline: string, { runId }: RunOptions): Run => ({
  id: runId ?? runIdAt(Date.now()),
  pipeline,
  traceparent: '',
  log,
  stage: start,
  check: checkFile,
  reads: nothing,
  writes: nothing,
  transaction: (body) => body({ state: 'open' }),
});
