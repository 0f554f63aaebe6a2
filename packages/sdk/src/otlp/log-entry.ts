import { trace, type Context } from '@opentelemetry/api';
import type { Severity } from '@sightglass/model';
import { runScopeOf } from '../telemetry/run-context.ts';
import type { Values } from './attributes.ts';
import { writeLogRecord } from './log-record.ts';
import type { ProtoWriter } from './proto-writer.ts';

/** A log record in the making: run, stage and span come from its context. */
export interface LogEntry {
  readonly atMs: number;
  readonly severity: Severity;
  readonly body: string;
  readonly eventName?: string;
  readonly context: Context;
  readonly attributes?: Values | undefined;
  /** More attributes, already encoded with `encodeLogAttributes`. */
  readonly encoded?: Uint8Array | undefined;
}

export const writeLogEntry = (writer: ProtoWriter, entry: LogEntry): void => {
  const { atMs, severity, body, eventName, encoded, attributes, context } = entry;
  const scope = runScopeOf(context);
  writeLogRecord(writer, {
    atMs,
    severity,
    body,
    eventName,
    attributes,
    except: eventName === undefined ? scope?.attributes : undefined,
    shared: scope?.encoded,
    encoded,
    span: trace.getSpanContext(context),
  });
};
