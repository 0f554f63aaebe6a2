import { trace, type Context } from '@opentelemetry/api';
import { pino } from 'pino';
import { runScopeOf } from '../telemetry/run-context.ts';
import type { LogAttributes, RunLog } from './run-log.ts';

/** Writes JSON lines: timestamp, level, pipeline, run, stage, trace and span id, message, then the caller's attributes. */
export interface LineLogger {
  write(level: keyof RunLog, context: Context, message: string, attributes: LogAttributes | undefined): void;
}

export const createLineLogger = (writers: readonly ((line: string) => void)[]): LineLogger => {
  const destination = {
    write: (line: string) => {
      for (const write of writers) write(line);
    },
  };
  const logger = pino(
    {
      base: null,
      level: 'debug',
      messageKey: 'message',
      customLevels: { critical: 60 },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    },
    destination,
  );
  return {
    write: (level, context, message, attributes) => logger[level]({ ...idsOf(context), ...attributes }, message),
  };
};

const idsOf = (context: Context) => {
  const scope = runScopeOf(context);
  const span = trace.getSpanContext(context);
  return {
    pipeline: scope?.pipeline,
    run_id: scope?.runId,
    stage: scope?.stage?.name,
    trace_id: span?.traceId,
    span_id: span?.spanId,
  };
};
