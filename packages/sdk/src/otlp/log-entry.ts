import { trace, type Context } from '@opentelemetry/api';
import type { Severity } from '@sightglass/model';
import { runScopeOf, type RunScope } from '../telemetry/run-context.ts';
import type { Values } from './attributes.ts';
import { encodeLineOrigin } from './line-record.ts';
import { writeLogRecord, writeLogText } from './log-record.ts';
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
  if (scope !== undefined && eventName === undefined && encoded === undefined)
    return writeLogText(
      writer,
      { atMs, body, attributes, except: scope.attributes },
      originOf(context, scope, severity),
    );
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

/** What records of one context and level have in common, as bytes: a program logs many lines in each of its stages. */
const origins = new WeakMap<Context, Partial<Record<Severity, Uint8Array>>>();

const originOf = (context: Context, scope: RunScope, severity: Severity): Uint8Array => {
  let ofContext = origins.get(context);
  if (ofContext === undefined) origins.set(context, (ofContext = {}));
  return (ofContext[severity] ??= encodeLineOrigin({
    severity,
    encoded: Buffer.concat(scope.encoded),
    span: trace.getSpanContext(context),
  }).bytes);
};
