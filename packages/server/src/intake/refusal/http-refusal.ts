import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from './failure.ts';
import { linger } from './linger.ts';
import { statusResponse } from '../response.ts';

export type Encoding = 'protobuf' | 'json';

export const contentTypes: Readonly<Record<Encoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** Answers a refused export as OTLP/HTTP has it: `google.rpc.Status` in the encoding of the request, `Retry-After` where trying again helps. */
export const answerRefusal = (
  encoding: Encoding,
  request: IncomingMessage,
  response: ServerResponse,
  { httpStatus, grpcCode, message, retryAfterSeconds }: Omit<Refusal, 'reason'>,
): void => {
  const headers: Record<string, string> = { 'content-type': contentTypes[encoding] };
  if (retryAfterSeconds !== undefined) headers['retry-after'] = `${retryAfterSeconds}`;
  const isStalled = httpStatus === 408;
  if (isStalled) headers['connection'] = 'close';
  response.writeHead(httpStatus, headers);
  response.end(
    encoding === 'json'
      ? JSON.stringify({ code: grpcCode, message })
      : statusResponse(grpcCode, message, retryAfterSeconds),
  );
  if (!isStalled) linger(request);
};
