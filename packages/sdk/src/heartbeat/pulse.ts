import type { SpanContext } from '@opentelemetry/api';
import type { HttpPosterOptions } from '../export/http-post.ts';
import type { Values } from '../otlp/attributes.ts';
import type { ResourceUse } from '../resources/resource-use.ts';

/** What every heartbeat of one run repeats. */
export interface Pulse {
  readonly intervalMs: number;
  readonly attributes: Values;
  readonly span: Pick<SpanContext, 'traceId' | 'spanId' | 'traceFlags'> | undefined;
}

/** What one heartbeat says. */
export interface Beat {
  readonly atMs: number;
  readonly use: ResourceUse;
}

/** What the main thread sends to the heartbeat thread of run `key`. */
export type HeartMessage =
  | { readonly kind: 'begin'; readonly key: number; readonly pulse: Pulse; readonly first: Beat }
  | { readonly kind: 'beat'; readonly key: number; readonly beat: Beat }
  | { readonly kind: 'end'; readonly key: number };

export interface HeartThreadData extends HttpPosterOptions {
  readonly resource: Values;
  /** Memory of `RecentRecords`. */
  readonly recent: SharedArrayBuffer;
}
