import { INVALID_SPAN_CONTEXT, trace, type Context, type SpanContext } from '@opentelemetry/api';
import { pino, type Logger } from 'pino';
import type { LogAttributes, RunLog } from '../run/types.ts';
import { runScopeOf } from '../telemetry/run-context.ts';
import { legible } from './legible.ts';
import { shortText, shortTexts } from './short-texts.ts';

/** Writes JSON lines: level, timestamp, pipeline, run, stage, trace and span id, the caller's attributes, message. */
export interface LineLogger {
  write(
    level: keyof RunLog,
    context: Context,
    message: string,
    attributes: LogAttributes | undefined,
    atMs: number,
  ): void;
}

export const createLineLogger = (writers: readonly ((line: string) => void)[]): LineLogger => {
  const [only, ...others] = writers;
  const toAll = (line: string) => {
    for (const write of writers) write(line);
  };
  const destination = { write: only !== undefined && others.length === 0 ? only : toAll };
  const root = pino(
    {
      base: null,
      level: 'debug',
      messageKey: 'message',
      customLevels: { critical: 60 },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: timestampField,
    },
    destination,
  );
  /** The ids of a span are written into its own child logger once. */
  const bySpan = new WeakMap<SpanContext, Logger<'critical'>>();
  const loggerOf = (context: Context): Logger<'critical'> => {
    const span = trace.getSpanContext(context) ?? INVALID_SPAN_CONTEXT;
    const known = bySpan.get(span);
    if (known !== undefined) return known;
    const child = root.child(idsOf(context, span));
    bySpan.set(span, child);
    return child;
  };
  return {
    write: (level, context, message, attributes = {}, atMs) => {
      stampMs = atMs;
      const logger = loggerOf(context);
      const text = shortText(message);
      try {
        logger[level](shortTexts(attributes), text);
      } catch {
        logger[level](shortTexts(legible(attributes)), text);
      }
    },
  };
};

const idsOf = (context: Context, { traceId, spanId }: SpanContext) => {
  const scope = runScopeOf(context);
  return {
    pipeline: scope?.pipeline,
    run_id: scope?.runId,
    stage: scope?.stage?.name,
    trace_id: traceId,
    span_id: spanId,
  };
};

/** When the line being written was logged. */
let stampMs = 0;
let fieldAtMs = 0;
let field = '';

const timestampField = (): string => {
  const nowMs = Math.floor(stampMs);
  if (nowMs !== fieldAtMs) {
    fieldAtMs = nowMs;
    field = `,"timestamp":"${new Date(nowMs).toISOString()}"`;
  }
  return field;
};
