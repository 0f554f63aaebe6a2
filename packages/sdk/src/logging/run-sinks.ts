import type { SdkConfig } from '../config/environment.ts';
import type { RunResult } from '../run/run-execution.ts';
import { createLineLogger, type LineLogger } from './line-logger.ts';

/** Where the log lines of one run go besides OTLP, and what is written when it ends. */
export interface RunSinks {
  readonly lines: LineLogger | undefined;
  finish(result: RunResult): void;
}

export const openRunSinks = (config: SdkConfig, _pipeline: string, _runId: string, _startedAtMs: number): RunSinks => {
  const lines = config.logToConsole ? createLineLogger(process.stdout) : undefined;
  return { lines, finish: () => undefined };
};
