import type { Attributes, Context, Span as ApiSpan } from '@opentelemetry/api';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { SpanEntry } from '../otlp/span-record.ts';
import { safely } from '../safely.ts';
import type { RecordLane } from './record-lane.ts';
import { runScopeOf, type RunScope } from './run-context.ts';

/** Where spans belong that have not ended. Their attributes are written from it; on the span each would be checked and copied. */
const scopes = new WeakMap<ApiSpan, RunScope>();

/** For a span that is more than one inside `scope`, such as that of the stage itself. */
export const placeSpan = (span: ApiSpan, scope: RunScope): void => void scopes.set(span, scope);

/** Forgets the span: in a large weak map the young entries outlive every collection but a full one. */
const takeAttributes = (span: ApiSpan): Attributes | undefined => {
  const inherited = scopes.get(span)?.attributes;
  scopes.delete(span);
  return inherited;
};

/** Writes spans to `lane` when they end, with pipeline, run and stage in which they were started, whoever starts them. */
export const createSpanProcessor = (lane: RecordLane<SpanEntry>): SpanProcessor => ({
  onStart: (span: Span, parent: Context) => {
    const scope = runScopeOf(parent);
    if (scope !== undefined) placeSpan(span, scope);
  },
  onEnd: (span) => {
    const inherited = takeAttributes(span as Span);
    if ((span.spanContext().traceFlags & 1) === 1) safely(() => lane.write({ span, inherited }));
  },
  forceFlush: () => Promise.resolve(lane.cut()),
  shutdown: () => Promise.resolve(lane.cut()),
});
