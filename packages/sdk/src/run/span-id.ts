import { randomBytes } from 'node:crypto';
import type { Span } from '@opentelemetry/api';
import { isSpanId } from '@sightglass/model';

/** A tracer that records nothing hands out spans without an id; a stage still needs one. */
export const spanIdOf = (span: Span): string => {
  const { spanId } = span.spanContext();
  return isSpanId(spanId) ? spanId : randomBytes(8).toString('hex');
};
