import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { BodyError, type BodyLimits, decoded, readInto, type Sink, sinkOfLength, tooLarge } from './body.ts';
import type { Refusal } from './refusal/failure.ts';
import type { MemoryHold } from './memory-budget.ts';
import { statusResponse } from './response.ts';

// gRPC over HTTP/2 for calls of one message each way (github.com/grpc/grpc, doc/PROTOCOL-HTTP2.md). grpc-js would have the whole
// message in memory before anybody could refuse it.

/** Whether the message is compressed, and its length. */
const prefixBytes = 5;

const encodings: ReadonlySet<string> = new Set(['gzip', 'deflate']);

/** Reads and decompresses the one message of a call within limits. Raises BodyError and OverloadedError. */
export const readMessage = async (
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  limits: BodyLimits,
  hold: MemoryHold,
): Promise<Buffer> => {
  const { sink, isCompressed } = sinkOfMessage(limits.mostBytes, hold);
  const raw = await readInto(stream, sink, limits.readTimeoutMs, hold);
  if (!isCompressed()) return raw;
  const encoding = [headers['grpc-encoding'] ?? 'identity'].flat().join(', ');
  if (encodings.has(encoding)) return decoded(encoding, raw, limits, hold);
  throw new BodyError(415, `grpc-encoding "${encoding}" is not known here. Use gzip, deflate or none.`);
};

const sinkOfMessage = (mostBytes: number, hold: MemoryHold): { sink: Sink; isCompressed: () => boolean } => {
  const prefix = Buffer.alloc(prefixBytes);
  let prefixLength = 0;
  let length = 0;
  let received = 0;
  let body: Sink | undefined;
  const write = (chunk: Buffer): void => {
    const ofPrefix = chunk.copy(prefix, prefixLength);
    prefixLength += ofPrefix;
    if (prefixLength < prefixBytes) return;
    if (body === undefined) {
      length = prefix.readUInt32BE(1);
      if (length > mostBytes) throw tooLarge(mostBytes);
      body = sinkOfLength(length, hold);
    }
    const rest = chunk.subarray(ofPrefix);
    received += rest.length;
    if (received > length) throw new BodyError(400, 'The call holds more than one message. Send one export a call.');
    if (rest.length > 0) body.write(rest);
  };
  const bytes = (): Buffer => {
    if (body !== undefined && received === length) return body.bytes();
    throw new BodyError(400, `The message ends after ${received} of ${length} bytes.`);
  };
  return { sink: { write, bytes }, isCompressed: () => prefix[0] === 1 };
};

const answerHeaders = {
  ':status': 200,
  'content-type': 'application/grpc',
  'grpc-accept-encoding': 'identity,gzip,deflate',
} as const;

/** Sends the one message of an answer. */
export const answerMessage = (stream: ServerHttp2Stream, message: Buffer): void => {
  if (stream.destroyed) return;
  const prefix = Buffer.alloc(prefixBytes);
  prefix.writeUInt32BE(message.length, 1);
  stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.respond(answerHeaders, { waitForTrailers: true });
  stream.end(Buffer.concat([prefix, message]));
};

/** Answers at once, also while the sender is still sending, which it need not go on with (RFC 9113, 8.1). */
export const answerRefusal = (
  stream: ServerHttp2Stream,
  { grpcCode, message, retryAfterSeconds }: Omit<Refusal, 'httpStatus' | 'reason'>,
): void => {
  if (stream.destroyed) return;
  const status = statusResponse(grpcCode, message, retryAfterSeconds);
  stream.respond(
    {
      ...answerHeaders,
      'grpc-status': `${grpcCode}`,
      'grpc-message': encodeURI(message.toWellFormed()),
      'grpc-status-details-bin': status.toString('base64'),
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': `${retryAfterSeconds}` }),
    },
    { endStream: true },
  );
  stream.close(constants.NGHTTP2_NO_ERROR);
  stream.resume();
};
