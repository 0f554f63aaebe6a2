import { DiskReserveError } from '../spool/disk-room.ts';
import { SpoolFullError } from '../spool/spool.ts';
import { SpoolWriteError } from '../spool/writer.ts';
import { BodyError } from './body.ts';
import { OverloadedError } from './memory-budget.ts';
import { JsonTooCostlyError } from './json/json-reader.ts';
import { InvalidJsonBodyError } from './json/otlp-json.ts';
import { TooManyMessagesError } from './too-many-messages.ts';
import { MalformedBodyError } from './wire-check.ts';

/** gRPC status codes (grpc.io/docs/guides/status-codes) OTLP answers with. */
const grpcStatus = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
} as const;

const grpcStatusOfBody = {
  400: grpcStatus.invalidArgument,
  408: grpcStatus.deadlineExceeded,
  413: grpcStatus.resourceExhausted,
  415: grpcStatus.unimplemented,
} as const;

/** How a refused request is answered over HTTP and gRPC. */
export interface Refusal {
  readonly httpStatus: number;
  readonly grpcCode: number;
  readonly message: string;
  /** Seconds after which the sender should try again; absent when trying again is useless. */
  readonly retryAfterSeconds?: number;
}

export const refusalOf = (error: unknown): Refusal => {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof BodyError)
    return { httpStatus: error.status, grpcCode: grpcStatusOfBody[error.status], message };
  if (error instanceof MalformedBodyError || error instanceof InvalidJsonBodyError) {
    return { httpStatus: 400, grpcCode: grpcStatus.invalidArgument, message };
  }
  if (error instanceof TooManyMessagesError || error instanceof JsonTooCostlyError)
    return { httpStatus: 413, grpcCode: grpcStatus.invalidArgument, message };
  if (error instanceof OverloadedError)
    return { httpStatus: 429, grpcCode: grpcStatus.resourceExhausted, message, retryAfterSeconds: 1 };
  if (error instanceof SpoolFullError)
    return { httpStatus: 503, grpcCode: grpcStatus.unavailable, message, retryAfterSeconds: 10 };
  if (error instanceof SpoolWriteError || error instanceof DiskReserveError)
    return { httpStatus: 503, grpcCode: grpcStatus.unavailable, message, retryAfterSeconds: 30 };
  return {
    httpStatus: 500,
    grpcCode: grpcStatus.internal,
    message: 'The request could not be handled; the reason is in the server log.',
  };
};
