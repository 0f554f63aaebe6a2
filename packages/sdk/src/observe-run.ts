import { context } from '@opentelemetry/api';
import { isInstance } from './is-instance.ts';
import { AuditError } from './audit/audit.ts';
import type { Audit } from './audit/types.ts';
import { takeConfig } from './config/configure.ts';
import type { SdkConfig } from './config/environment.ts';
import { publishExportStatus } from './export/export-status.ts';
import { openRunSinks } from './logging/run-sinks.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import { failedOf } from './run/failure/failure.ts';
import { watchProcessEnd, type ProcessEnd } from './run/process-end.ts';
import { RunExecution } from './run/run-execution.ts';
import type { Run, RunOptions } from './run/types.ts';
import { startTelemetry, type Telemetry } from './telemetry/telemetry.ts';
import { awaitLateRecords } from './telemetry/late-records.ts';

/** What the first run of a process sets up for all of them. */
interface Session {
  readonly config: SdkConfig;
  readonly telemetry: Telemetry;
  readonly processEnd: ProcessEnd;
}

export interface RunRequest {
  readonly name: string;
  readonly definition: PipelineDefinition;
  readonly options: RunOptions;
}

/** A look-up in a database takes milliseconds or never ends. */
const lateRecordsMs = 1_000;

type Body<T> = (run: Run) => T | Promise<T>;

let session: Session | undefined;

/** The part of the SDK that does the work; `pipeline.ts` loads it with the first run, so that an SDK that is off costs nothing. */
export const observeRun = async <T>(request: RunRequest, body: Body<T>): Promise<T> => {
  const { config, telemetry, processEnd } = (session ??= openSession(request.name));
  const openSinks = (runId: string, startedAtMs: number) => openRunSinks(config, request.name, runId, startedAtMs);
  const execution = new RunExecution({ ...request, config, telemetry, openSinks });
  processEnd.opened(execution);
  try {
    return await observed(execution, body, request.options.audit ?? request.definition.audit);
  } finally {
    await awaitLateRecords(lateRecordsMs);
    processEnd.closed(execution);
    if (processEnd.openRuns === 0) await telemetry.flush(config.flushTimeoutMs);
  }
};

const openSession = (serviceName: string): Session => {
  const config = takeConfig();
  const telemetry = startTelemetry(config, serviceName);
  publishExportStatus(telemetry.exporter.status);
  return { config, telemetry, processEnd: watchProcessEnd(telemetry, config) };
};

const observed = async <T>(execution: RunExecution, body: Body<T>, audit: Audit | undefined): Promise<T> => {
  const { run } = execution.scope;
  const begun = audit?.begun(run);
  let value: T;
  try {
    value = await context.with(execution.context, body, undefined, run);
    await begun;
    await audit?.ended(run, { state: 'succeeded', failure: undefined });
  } catch (thrown) {
    if (!isInstance(thrown, AuditError))
      await begun?.then(() => audit?.ended(run, { state: 'failed', failure: failedOf(thrown) })).catch(() => undefined);
    execution.finish({ state: 'failed', thrown });
    throw thrown;
  }
  execution.finish({ state: 'succeeded' });
  return value;
};
