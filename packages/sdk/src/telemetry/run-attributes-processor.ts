import type { Context } from '@opentelemetry/api';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
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
