import type { BreakerState, FallbackPolicy } from '@sightglass/model';
import type { ApiError } from './api-error.ts';
import type { PathValues } from './request/url-template.ts';

export interface RetryOptions {
  /** Requests for one call at most, the first included. */
  readonly attempts: number;
  /** The first wait; later ones grow, all of them by chance. */
  readonly waitMs: number;
  /** The longest wait; an API that requires a longer one by `Retry-After` is not called again. */
  readonly mostWaitMs: number;
  /** Also what is not safe to repeat, such as POST. */
  readonly unsafe: boolean;
}

export interface BreakerOptions {
  /** Failures in a row after which it opens. */
  readonly failuresInARow: number;
  /** How long it stays open before one call is tried. */
  readonly halfOpenAfterMs: number;
}

export interface BulkheadOptions {
  /** Requests at a time. */
  readonly concurrent: number;
  /** Calls that wait for their turn; one more is refused. */
  readonly queued: number;
}

export interface CacheOptions {
  /** How long an answer is given again without a call; 0: only when a call failed and the policy is `use-cache`. */
  readonly freshForMs: number;
  readonly entries: number;
}

/** What to do when a call has failed: the first that can be done. `use-cache` needs an answer of before. */
export type Fallback = FallbackPolicy | readonly FallbackPolicy[];

export interface ApiPolicy {
  /** Longest time one request may take, its body included. */
  readonly timeoutMs?: number;
  readonly retry?: Partial<RetryOptions> | false;
  readonly breaker?: Partial<BreakerOptions> | false;
  readonly bulkhead?: Partial<BulkheadOptions> | false;
  /** Sends a second request when the first has not answered after so long, and takes the earlier answer. Off unless set. */
  readonly hedgeAfterMs?: number;
  readonly cache?: Partial<CacheOptions>;
  /** Longest body of an answer; one that is longer is read no further. */
  readonly mostBodyBytes?: number;
  readonly fallback?: Fallback;
}

export interface ApiOptions {
  readonly baseUrl: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly policy?: ApiPolicy;
  /** Breaker state and isolation are shared with other processes through the server. */
  readonly shared?: boolean;
  /** `false`: no `traceparent` is sent. */
  readonly propagate?: boolean;
}

/** Checks a body and says what it is; raises when it is not. Also any validator with a Standard Schema, such as zod's. */
export type BodySchema<T> = ((body: unknown) => T) | StandardSchema<T>;

export interface StandardSchema<T> {
  readonly '~standard': {
    readonly validate: (value: unknown) => StandardResult<T> | Promise<StandardResult<T>>;
  };
}

export type StandardResult<T> =
  { readonly value: T; readonly issues?: undefined } | { readonly issues: readonly { readonly message: string }[] };

export interface CallOptions<T> {
  /** Values of the placeholders in the path. */
  readonly params?: PathValues;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Sent as JSON; bytes and URLSearchParams as they are, and text whose `content-type` is given and not JSON. */
  readonly body?: unknown;
  readonly schema?: BodySchema<T>;
  /** Statuses beside 2xx that are an answer, such as 404 for "there is none". */
  readonly accept?: readonly number[];
  /** Rows that wait for this call: 1 by default. 0 when they are counted later, by `decision.touches`. */
  readonly rows?: number;
  /** Instead of the policy's. */
  readonly fallback?: Fallback;
  readonly signal?: AbortSignal;
}

/** What was decided because a call failed. */
export interface Decision {
  readonly policy: FallbackPolicy;
  readonly error: ApiError;
  /** More rows are affected by it. */
  touches(rows: number): void;
}

export type ApiAnswer<T> =
  | {
      readonly ok: true;
      readonly from: 'api' | 'cache';
      readonly status: number;
      readonly body: T;
      /** Present when the answer is an older one, by policy `use-cache`. */
      readonly decision: Decision | undefined;
    }
  | { readonly ok: false; readonly body: undefined; readonly decision: Decision };

export type CallMethod = <T = unknown>(path: string, options?: CallOptions<T>) => Promise<ApiAnswer<T>>;

export interface Api {
  readonly name: string;
  readonly get: CallMethod;
  readonly post: CallMethod;
  readonly put: CallMethod;
  readonly patch: CallMethod;
  readonly delete: CallMethod;
  readonly breakerState: BreakerState;
  /** Holds the breaker open until what it resolves to is disposed of. */
  isolate(reason: string): Promise<Disposable>;
}
