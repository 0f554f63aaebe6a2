import { context, type Context } from '@opentelemetry/api';
import type { Severity } from '@sightglass/model';
import { failureAttributes } from '../run/failure.ts';
import type { LogAttributes, LogMethod, RunLog } from '../run/types.ts';
import { safely } from '../safely.ts';
import type { LogRecords } from '../telemetry/log-records.ts';
import { runScopeOf } from '../telemetry/run-context.ts';
import type { LineLogger } from './line-logger.ts';

/** Lines carry the stage that is active where they are written; outside any, they belong to the run. */
export const createRunLog = (lines: LineLogger | undefined, records: LogRecords, runContext: () => Context): RunLog => {
  const method = (level: keyof RunLog, severity: Severity): LogMethod => {
    const record = (body: string, extra: LogAttributes | Error | undefined) => {
      const active = context.active();
      const inside = runScopeOf(active) === undefined ? runContext() : active;
      const attributes = extra instanceof Error ? failureAttributes(extra) : extra;
      lines?.write(level, inside, body, attributes);
      records.write({ atMs: Date.now(), severity, body, attributes, context: inside });
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
