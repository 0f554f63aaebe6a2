import protobuf from 'protobufjs';
import type { Signal } from '../wire/proto.ts';
import type { Accepted } from './accept.ts';

const { root } = protobuf.parse(`
syntax = "proto3";
message Response { PartialSuccess partial_success = 1; }
message PartialSuccess { int64 rejected = 1; string error_message = 2; }
message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
message Any { string type_url = 1; bytes value = 2; }
message RetryInfo { Duration retry_delay = 1; }
message Duration { int64 seconds = 1; }
`);
const responseType = root.lookupType('Response');
const statusType = root.lookupType('Status');
const retryInfoType = root.lookupType('RetryInfo');

const rejectedFields: Readonly<Record<Signal, string>> = {
  logs: 'rejectedLogRecords',
  traces: 'rejectedSpans',
  metrics: 'rejectedDataPoints',
};

const whyRejected =
  'Spans need a trace id of 16 bytes and a span id of 8 bytes that are not all zero; those without were not stored.';

const recordNames: Readonly<Record<Signal, string>> = {
  logs: 'log records',
  traces: 'spans',
  metrics: 'data points',
};

/** What became of a request that was taken. */
export interface Outcome extends Accepted {
  /** As it was sent. */
  readonly requestBytes: number;
}

/** `{}`, or less: a request that does not mean to say anything. */
const emptyRequestBytes = 2;

/** Why the answer is a partial success; a message without rejected records is a warning (OTLP specification, "Partial Success"). */
const messageOf = (signal: Signal, { records, rejectedRecords, requestBytes }: Outcome): string | undefined => {
  if (rejectedRecords > 0) return whyRejected;
  return records === 0 && requestBytes > emptyRequestBytes
    ? `The request holds no ${recordNames[signal]}, so nothing was stored. Check the path and, in JSON, the names of the fields (lowerCamelCase).`
    : undefined;
};

/** `Export…ServiceResponse` in protobuf; empty means everything was taken. */
export const exportResponse = (signal: Signal, outcome: Outcome): Buffer => {
  const errorMessage = messageOf(signal, outcome);
  if (errorMessage === undefined) return Buffer.alloc(0);
  return Buffer.from(
    responseType.encode({ partialSuccess: { rejected: outcome.rejectedRecords, errorMessage } }).finish(),
  );
};

/** The same in OTLP/JSON. */
export const exportResponseJson = (signal: Signal, outcome: Outcome): string => {
  const errorMessage = messageOf(signal, outcome);
  if (errorMessage === undefined) return '{}';
  return JSON.stringify({
    partialSuccess: { [rejectedFields[signal]]: `${outcome.rejectedRecords}`, errorMessage },
  });
};

/** `google.rpc.Status`, the body OTLP requires on failure; with `RetryInfo` where the sender may try again. */
export const statusResponse = (grpcCode: number, message: string, retryAfterSeconds?: number): Buffer => {
  const details = retryAfterSeconds === undefined ? [] : [retryInfo(retryAfterSeconds)];
  return Buffer.from(statusType.encode({ code: grpcCode, message, details }).finish());
};

const retryInfo = (seconds: number) => ({
  typeUrl: 'type.googleapis.com/google.rpc.RetryInfo',
  value: retryInfoType.encode({ retryDelay: { seconds } }).finish(),
});
