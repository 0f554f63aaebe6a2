import type { Signal } from '../../wire/proto.ts';

/** What the thread that reads OTLP/JSON is sent, one body at a time. */
export interface ToJsonThread {
  readonly signal: Signal;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What it answers: the export request as protobuf, or why there is none. */
export type FromJsonThread =
  | { readonly kind: 'protobuf'; readonly message: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'invalid'; readonly path: string; readonly problem: string }
  | { readonly kind: 'too-many'; readonly most: number }
  | { readonly kind: 'failed'; readonly error: unknown };
