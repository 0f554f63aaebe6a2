import { context, type Attributes, type Context, type Logger } from '@opentelemetry/api';
import { severityNumbers, type Severity } from '@sightglass/model';
import { failureAttributes } from '../run/failure.ts';
import { safely } from '../safely.ts';
import { runScopeOf } from '../telemetry/run-context.ts';
import type { LineLogger } from './line-logger.ts';

export type LogAttributes = Readonly<Record<string, unknown>>;

/** `attributes` may be an Error: its type, message and stack become attributes. */
export type LogMethod = (message: string, attributes?: LogAttributes | Error) => void;

export interface RunLog {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
  readonly critical: LogMethod;
}

/** Lines carry the stage that is active where they are written; outside any, they belong to the run. */
export const createRunLog = (lines: LineLogger | undefined, records: Logger, runContext: () => Context): RunLog => {
  const method = (level: keyof RunLog, severityText: Severity): LogMethod => {
    const severityNumber = severityNumbers[severityText];
    const record = (message: string, extra: LogAttributes | Error | undefined) => {
      const active = context.active();
      const inside = runScopeOf(active) === undefined ? runContext() : active;
      const own = extra instanceof Error ? failureAttributes(extra) : extra;
      const attributes = { ...own, ...runScopeOf(inside)?.attributes } as Attributes;
      lines?.write(level, inside, message, own);
      records.emit({ severityNumber, severityText, body: message, attributes, context: inside });
    };
    return (message, extra) => safely(() => record(message, extra));
  };
  return {
    debug: method('debug', 'DEBUG'),
    info: method('info', 'INFO'),
    warn: method('warn', 'WARN'),
    error: method('error', 'ERROR'),
    critical: method('critical', 'CRITICAL'),
  };
};
