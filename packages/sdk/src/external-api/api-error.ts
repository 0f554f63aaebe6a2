import { isSent, type CallError } from '@sightglass/model';

export interface ApiFailure {
  readonly dependency: string;
  readonly endpoint: string;
  readonly errorClass: CallError;
  /** What happened, in words: `HTTP 503`, `no answer in 800 ms`. */
  readonly problem: string;
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** A call that brought no usable answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code = 'SIGHTGLASS_API';
  readonly dependency: string;
  readonly endpoint: string;
  readonly errorClass: CallError;
  readonly problem: string;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  constructor({ dependency, endpoint, errorClass, problem, status, retryAfterMs, cause }: ApiFailure) {
    super(`${dependency}: ${endpoint} ${isSent(errorClass) ? 'failed' : 'was not sent'}: ${problem}`, { cause });
    this.dependency = dependency;
    this.endpoint = endpoint;
    this.errorClass = errorClass;
    this.problem = problem;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

export class ApiDefinitionError extends Error {
  override readonly name = 'ApiDefinitionError';
  readonly code = 'SIGHTGLASS_API_DEFINITION';
}
