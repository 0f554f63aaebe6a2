import { inspect } from 'node:util';
import { context, type Context } from '@opentelemetry/api';
import type { Severity } from '@sightglass/model';
import { failureAttributes, isError, messageOf } from '../run/failure/failure.ts';
import type { LogAttributes, LogMethod, RunLog } from '../run/types.ts';
import { safely } from '../safely.ts';
import type { LogRecords } from '../telemetry/log-records.ts';
import { runScopeOf, type RunScope } from '../telemetry/run-context.ts';
import { textOf } from '../text.ts';
import { legible } from './legible.ts';
import type { LineLogger } from './line-logger.ts';

export interface RunLogOptions {
  readonly lines: LineLogger | undefined;
  readonly records: LogRecords;
  /** Where lines belong that are written outside any stage. */
  readonly runContext: () => Context;
  readonly clock: RunScope['clock'];
}

/** Lines carry the stage that is active where they are written. File and server do without each other. */
export const createRunLog = ({ lines, records, runContext, clock }: RunLogOptions): RunLog => {
  const method =
    (level: keyof RunLog, severity: Severity): LogMethod =>
    (message, extra) => {
      const atMs = clock.nowMs();
      const active = context.active();
      const inside = runScopeOf(active) === undefined ? runContext() : active;
      const body = bodyOf(message);
      const attributes = attributesOf(message, extra);
      if (lines !== undefined) safely(() => lines.write(level, inside, body, attributes, atMs));
      safely(() => records.write({ atMs, severity, body, attributes, context: inside }));
    };
  return {
    debug: method('debug', 'DEBUG'),
    info: method('info', 'INFO'),
    warn: method('warn', 'WARN'),
    error: method('error', 'ERROR'),
    critical: method('critical', 'CRITICAL'),
  };
};

/** What is no text all the same gets a line to be found by. */
const bodyOf = (message: unknown): string => {
  if (typeof message === 'string') return message;
  if (isError(message)) return messageOf(message);
  return typeof message === 'object' ? inspect(message, { depth: 2, breakLength: Infinity }) : textOf(message);
};

/** An error, given as message, as attributes or as one of them, is recorded in OpenTelemetry's words. */
const attributesOf = (message: unknown, extra: LogAttributes | Error | undefined): LogAttributes | undefined => {
  if (extra === undefined) return isError(message) ? failureAttributes(message) : undefined;
  if (isError(extra)) return failureAttributes(extra);
  try {
    return withFailure(extra, message);
  } catch {
    return legible(extra);
  }
};

const withFailure = (extra: LogAttributes, message: unknown): LogAttributes => {
  if (isError(message)) return { ...failureAttributes(message), ...extra };
  for (const key in extra) {
    const value = extra[key];
    if (typeof value !== 'object' || !isError(value)) continue;
    const { [key]: _error, ...others } = extra;
    return { ...failureAttributes(value), ...others };
  }
  return extra;
};
