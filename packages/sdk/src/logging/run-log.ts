import { context, type Attributes, type Context, type Logger as OtelLogger } from '@opentelemetry/api';
import { severityNumbers, type Severity } from '@sightglass/model';
import { failureAttributes } from '../run/failure.ts';
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

export const levels = {
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  critical: 'CRITICAL',
} as const satisfies Record<keyof RunLog, Severity>;

/** Lines carry the stage that is active where they are written; outside any, they belong to the run. */
export const createRunLog = (lines: LineLogger | undefined, records: OtelLogger, runContext: Context): RunLog => {
  const method = (level: keyof RunLog): LogMethod => {
    const severityText = levels[level];
    const severityNumber = severityNumbers[severityText];
    return (message, extra) => {
      const active = context.active();
      const inside = runScopeOf(active) === undefined ? runContext : active;
      const own = extra instanceof Error ? failureAttributes(extra) : { ...extra };
      const scope = runScopeOf(inside);
      lines?.write(level, inside, message, own);
      const attributes = { ...own, ...scope?.attributes } as Attributes;
      records.emit({ severityNumber, severityText, body: message, attributes, context: inside });
    };
  };
  return {
    debug: method('debug'),
    info: method('info'),
    warn: method('warn'),
    error: method('error'),
    critical: method('critical'),
  };
};
