import type { Context } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { safely } from '../safely.ts';
import type { RecordLane } from './record-lane.ts';
import { runScopeOf } from './run-context.ts';

/** Stamps pipeline, run and stage on every span started inside a run, whoever starts it. */
export const runAttributesProcessor: SpanProcessor = {
  onStart: (span: Span, parent: Context) => {
    const scope = runScopeOf(parent);
    if (scope !== undefined) span.setAttributes(scope.attributes);
  },
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

export const exportingProcessor = (spans: RecordLane<ReadableSpan>): SpanProcessor => ({
  onStart: () => undefined,
  onEnd: (span) => {
    if ((span.spanContext().traceFlags & 1) === 1) safely(() => spans.write(span));
  },
  forceFlush: () => Promise.resolve(spans.cut()),
  shutdown: () => Promise.resolve(spans.cut()),
});
