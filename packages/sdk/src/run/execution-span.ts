import { randomBytes } from 'node:crypto';
import { SpanStatusCode, type Attributes, type Span } from '@opentelemetry/api';
import { attributes, isSpanId, type StageState } from '@sightglass/model';
import { hrTimeOf } from './clock.ts';

/** A tracer that records nothing hands out spans without an id; a stage still needs one. */
export const spanIdOf = (span: Span): string => {
  const { spanId } = span.spanContext();
  return isSpanId(spanId) ? spanId : randomBytes(8).toString('hex');
};

export const endSpan = (span: Span, state: StageState, failure: Attributes | undefined, atMs?: number): void => {
  if (state !== 'succeeded') {
    const message = failure?.[attributes.exceptionMessage];
    if (failure !== undefined) span.setAttributes(failure);
    span.setStatus({ code: SpanStatusCode.ERROR, message: typeof message === 'string' ? message : state });
  }
  span.end(atMs === undefined ? undefined : hrTimeOf(atMs));
};
