import { ROOT_CONTEXT, trace, TraceFlags, type Context } from '@opentelemetry/api';
import { formatTraceparent, parseTraceparent } from '@sightglass/model';
import { runScopeOf } from '../telemetry/run-context.ts';
import type { RunSetup } from './run-setup.ts';

type Wanted = Pick<RunSetup, 'name' | 'options' | 'config'>;

/** The id of the run a parent process has begun for this very pipeline. */
export const joinedRunId = ({ name, config: { joined } }: Wanted, caller: Context): string | undefined => {
  if (joined === undefined || runScopeOf(caller) !== undefined) return undefined;
  return joined.pipeline === undefined || joined.pipeline === name ? joined.runId : undefined;
};

export const parentRunId = ({ options, config }: Wanted, caller: Context): string | undefined =>
  options.parent?.runId ?? runScopeOf(caller)?.runId ?? config.joined?.runId;

/** Nearest first: what the caller names, the span active around the call, the process that started us. */
export const parentContext = ({ options, config }: Wanted, caller: Context): Context => {
  const named = options.parent?.traceparent;
  if (named === undefined && trace.getSpanContext(caller) !== undefined) return caller;
  const parent = parseTraceparent(named ?? config.traceparent ?? '');
  if (parent === undefined) return caller;
  const traceFlags = parent.sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  const { traceId, spanId } = parent;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
};

export const traceparentOf = (context: Context): string => {
  const span = trace.getSpanContext(context);
  if (span === undefined) return '';
  return formatTraceparent({ traceId: span.traceId, spanId: span.spanId, sampled: (span.traceFlags & 1) === 1 });
};
