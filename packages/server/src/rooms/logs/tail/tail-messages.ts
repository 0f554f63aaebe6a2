import type { RedactionPolicy } from '@sightglass/model/redaction';
import type { LogFilter } from '@sightglass/model/rest';
import type { VisiblePart } from '../../../storage/telemetry/visible/visible-part.ts';

/** What the thread of the tail is sent: first what to redact, if anything. Viewers with the same filter share a key. `part`: records outside it are not there. */
export type ToTailThread =
  | { readonly kind: 'redact'; readonly policy: RedactionPolicy; readonly hashKey: string }
  | { readonly kind: 'open'; readonly key: string; readonly filter: LogFilter; readonly part: VisiblePart | undefined }
  | { readonly kind: 'close'; readonly key: string }
  | { readonly kind: 'body'; readonly body: Uint8Array; readonly records: number };

/** What it answers: of each body, server-sent events for each key, what could not be shown, and that the body is done. */
export type FromTailThread =
  | { readonly kind: 'records'; readonly key: string; readonly frames: Uint8Array; readonly count: number }
  | { readonly kind: 'missed'; readonly records: number }
  | { readonly kind: 'done' };
