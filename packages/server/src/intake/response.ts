import protobuf from 'protobufjs';
import type { Signal } from '../otlp/proto.ts';

const { root } = protobuf.parse(`
syntax = "proto3";
message Response { PartialSuccess partial_success = 1; }
message PartialSuccess { int64 rejected = 1; string error_message = 2; }
message Status { int32 code = 1; string message = 2; }
`);
const responseType = root.lookupType('Response');
const statusType = root.lookupType('Status');

const rejectedFields: Readonly<Record<Signal, string>> = {
  logs: 'rejectedLogRecords',
  traces: 'rejectedSpans',
  metrics: 'rejectedDataPoints',
};

const whyRejected =
  'Spans need a trace id of 16 bytes and a span id of 8 bytes that are not all zero; those without were not stored.';

/** `Export…ServiceResponse` in protobuf; empty means everything was taken. */
export const exportResponse = (rejectedRecords: number): Buffer => {
  if (rejectedRecords === 0) return Buffer.alloc(0);
  return Buffer.from(
    responseType.encode({ partialSuccess: { rejected: rejectedRecords, errorMessage: whyRejected } }).finish(),
  );
};

/** The same in OTLP/JSON. */
export const exportResponseJson = (signal: Signal, rejectedRecords: number): string =>
  JSON.stringify(
    rejectedRecords === 0
      ? {}
      : { partialSuccess: { [rejectedFields[signal]]: `${rejectedRecords}`, errorMessage: whyRejected } },
  );

/** `google.rpc.Status`, the body OTLP asks for on failure. */
export const statusResponse = (grpcCode: number, message: string): Buffer =>
  Buffer.from(statusType.encode({ code: grpcCode, message }).finish());
