import { context } from '@opentelemetry/api';
import { isDisabled, takeConfig } from './config/configure.ts';
import type { SdkConfig } from './config/environment.ts';
import { openRunSinks } from './logging/run-sinks.ts';
import { noopRun } from './noop.ts';
import { checkDefinition, type PipelineDefinition } from './pipeline-definition.ts';
import { beginRun, type RunExecution } from './run/run-execution.ts';
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
}

let started: Started | undefined;

/** Declares a pipeline. Raises {@link PipelineDefinitionError} when the definition makes no sense. */
export const pipeline = (name: string, definition: PipelineDefinition = {}): Pipeline => {
  checkDefinition(name, definition);
  const run = async <T>(...args: RunArguments<T>): Promise<T> => {
    const [options, body] = args.length === 1 ? [{}, args[0]] : args;
    if (isDisabled()) return body(noopRun);
    const { config, telemetry } = (started ??= start(name));
    const execution = beginRun({
      name,
      definition,
      options,
      config,
      telemetry,
      openSinks: (runId, startedAtMs) => openRunSinks(config, name, runId, startedAtMs),
      callerContext: context.active(),
    });
    return observed(execution, body, config);
  };
  return { name, run };
};

const start = (serviceName: string): Started => {
  const config = takeConfig();
  return { config, telemetry: startTelemetry(config, serviceName) };
};

const observed = async <T>(
  execution: RunExecution,
  body: (run: Run) => T | Promise<T>,
  config: SdkConfig,
): Promise<T> => {
  try {
    const value = await context.with(execution.context, body, undefined, execution.handle);
    execution.finish({ state: 'succeeded' });
    return value;
  } catch (thrown) {
    execution.finish({ state: 'failed', thrown });
    throw thrown;
  } finally {
    await execution.telemetry.flush(config.flushTimeoutMs);
  }
};
