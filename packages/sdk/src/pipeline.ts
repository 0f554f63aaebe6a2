import { context } from '@opentelemetry/api';
import { isDisabled, takeConfig } from './config/configure.ts';
import type { SdkConfig } from './config/environment.ts';
import type { ExportStatus } from './export/export-status.ts';
import { openRunSinks } from './logging/run-sinks.ts';
import { noopRun } from './noop.ts';
import { checkDefinition, type PipelineDefinition } from './pipeline-definition.ts';
import { watchProcessEnd, type ProcessEnd } from './run/process-end.ts';
import { RunExecution } from './run/run-execution.ts';
import type { Run, RunOptions } from './run/types.ts';
import { startTelemetry, type Telemetry } from './telemetry/telemetry.ts';

export interface Pipeline {
  readonly name: string;
  /** What `body` returns or throws comes back unchanged, once the run has been recorded. */
  run<T>(body: (run: Run) => T | Promise<T>): Promise<T>;
  run<T>(options: RunOptions, body: (run: Run) => T | Promise<T>): Promise<T>;
}

type RunArguments<T> = [body: (run: Run) => T | Promise<T>] | [options: RunOptions, body: (run: Run) => T | Promise<T>];

interface Started {
  readonly config: SdkConfig;
  readonly telemetry: Telemetry;
  readonly processEnd: ProcessEnd;
}

let started: Started | undefined;

/** Declares a pipeline. Raises {@link PipelineDefinitionError} when the definition makes no sense. */
export const pipeline = (name: string, definition: PipelineDefinition = {}): Pipeline => {
  checkDefinition(name, definition);
  const run = async <T>(...args: RunArguments<T>): Promise<T> => {
    const [options, body] = args.length === 1 ? [{}, args[0]] : args;
    if (isDisabled()) return body(noopRun);
    const { config, telemetry, processEnd } = (started ??= start(name));
    const execution = new RunExecution({
      name,
      definition,
      options,
      config,
      telemetry,
      openSinks: (runId, startedAtMs) => openRunSinks(config, name, runId, startedAtMs),
    });
    processEnd.opened(execution);
    try {
      return await observed(execution, body);
    } finally {
      processEnd.closed(execution);
      if (processEnd.openRuns === 0) await telemetry.flush(config.flushTimeoutMs);
    }
  };
  return { name, run };
};

const start = (serviceName: string): Started => {
  const config = takeConfig();
  const telemetry = startTelemetry(config, serviceName);
  return { config, telemetry, processEnd: watchProcessEnd(telemetry, config) };
};

const observed = async <T>(execution: RunExecution, body: (run: Run) => T | Promise<T>): Promise<T> => {
  let value: T;
  try {
    value = await context.with(execution.context, body, undefined, execution.scope.run);
  } catch (thrown) {
    execution.finish({ state: 'failed', thrown });
    throw thrown;
  }
  execution.finish({ state: 'succeeded' });
  return value;
};

/** What became of the telemetry so far; undefined before the first run and when the SDK is off. */
export const exportStatus = (): ExportStatus | undefined => started?.telemetry.exporter.status;
