import { context, isSpanContextValid, trace } from '@opentelemetry/api';

/** W3C traceparent of what is active; undefined outside a run. */
export const activeTraceparent = (): string | undefined => {
  const span = trace.getSpanContext(context.active());
  if (span === undefined || !isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
};
