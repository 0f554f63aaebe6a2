import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { type CountedCalls, readCountedCalls } from './facts-counted.ts';
import { readSpanCalls, type SpanCalls } from './facts-spans.ts';
import type { CallScope } from './call-target.ts';

/** Calls of some runs to databases and APIs: what their programs counted, and what spans show. */
export interface RecordedCalls {
  readonly counted: readonly CountedCalls[];
  readonly spans: readonly SpanCalls[];
}

export const createCallReader = (telemetry: TelemetryClient) => ({
  async ofRuns(scope: CallScope): Promise<RecordedCalls> {
    if (scope.runIds.length === 0) return { counted: [], spans: [] };
    const [counted, spans] = await Promise.all([readCountedCalls(telemetry, scope), readSpanCalls(telemetry, scope)]);
    return { counted, spans };
  },
});
export type CallReader = ReturnType<typeof createCallReader>;
