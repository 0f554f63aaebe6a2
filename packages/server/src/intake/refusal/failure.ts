import type { RefusalReason } from '@sightglass/model';
import { OutsideScopeError } from '../../senders/send-scope.ts';
import { LimitReachedError } from '../../senders/limits.ts';
import { DiskReserveError } from '../../spool/disk-room.ts';
import { SpoolFullError } from '../../spool/spool.ts';
import { SpoolWriteError } from '../../spool/writer.ts';
import { BodyError } from '../body.ts';
import { OverloadedError } from '../memory-budget.ts';
import { JsonTooCostlyError } from '../json/json-reader.ts';
import { InvalidJsonBodyError } from '../json/otlp-json.ts';
import { TooManyMessagesError } from '../too-many-messages.ts';
import { MalformedBodyError } from '../wire-check.ts';

/** gRPC status codes (grpc.io/docs/guides/status-codes) OTLP answers with. */
const grpcStatus = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

const grpcStatusOfBody = {
  400: grpcStatus.invalidArgument,
  408: grpcStatus.deadlineExceeded,
  413: grpcStatus.resourceExhausted,
  415: grpcStatus.unimplemented,
} as const;

const bodyReasons = { 400: 'malformed', 408: 'timeout', 413: 'too-large', 415: 'malformed' } as const;

const limitReached = ({ message, retryAfterSeconds }: LimitReachedError): Refusal => ({
  httpStatus: 429,
  grpcCode: grpcStatus.resourceExhausted,
  message,
  reason: 'limit',
  retryAfterSeconds,
});

/** What was refused before it came here, by the status it is answered with; undefined for what is no refusal of a sender. */
export const refusalWithStatus = (status: number, message: string): Refusal | undefined => {
  if (status === 401)
    return { httpStatus: 401, grpcCode: grpcStatus.unauthenticated, message, reason: 'not-signed-in' };
  if (status === 403 || status === 421)
    return { httpStatus: status, grpcCode: grpcStatus.permissionDenied, message, reason: 'not-allowed' };
  return undefined;
};

/** How a refused request is answered over HTTP and gRPC. */
export interface Refusal {
  readonly httpStatus: number;
  readonly grpcCode: number;
  readonly message: string;
  /** By which it is counted for its sender. */
  readonly reason: RefusalReason;
  /** Seconds after which the sender should try again; absent when trying again is useless. */
  readonly retryAfterSeconds?: number;
}

export const refusalOf = (error: unknown): Refusal => {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof BodyError)
    return {
      httpStatus: error.status,
      grpcCode: grpcStatusOfBody[error.status],
      message,
      reason: bodyReasons[error.status],
    };
  if (error instanceof OutsideScopeError)
    return { httpStatus: 403, grpcCode: grpcStatus.permissionDenied, message, reason: 'not-allowed' };
  if (error instanceof MalformedBodyError || error instanceof InvalidJsonBodyError) {
    return { httpStatus: 400, grpcCode: grpcStatus.invalidArgument, message, reason: 'malformed' };
  }
  if (error instanceof TooManyMessagesError || error instanceof JsonTooCostlyError)
    return { httpStatus: 413, grpcCode: grpcStatus.invalidArgument, message, reason: 'too-large' };
  if (error instanceof LimitReachedError) return limitReached(error);
  if (error instanceof OverloadedError)
    return { httpStatus: 429, grpcCode: grpcStatus.resourceExhausted, message, reason: 'memory', retryAfterSeconds: 1 };
  if (error instanceof SpoolFullError)
    return { httpStatus: 503, grpcCode: grpcStatus.unavailable, message, reason: 'full', retryAfterSeconds: 10 };
  if (error instanceof SpoolWriteError || error instanceof DiskReserveError)
    return { httpStatus: 503, grpcCode: grpcStatus.unavailable, message, reason: 'full', retryAfterSeconds: 30 };
  return {
    httpStatus: 500,
    grpcCode: grpcStatus.internal,
    reason: 'failed',
    message: 'The request could not be handled; the reason is in the server log.',
  };
};
