import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import type { Sender } from '../senders/tallies.ts';
import type { Intake } from './accept.ts';
import type { IntakeEvents } from './events.ts';
import { createJsonReader } from './json/json-reader.ts';
import { type OtlpGrpc, type OtlpGrpcOptions, startOtlpGrpc } from './otlp-grpc.ts';
import { createOtlpHttp } from './otlp-http.ts';
import { otlpRoutes } from './otlp-routes.ts';
import type { SenderBook } from './sender-book.ts';

const mebibyte = 1_048_576;
const limits = {
  mostBytes: 16 * mebibyte,
  mostDecodedBytes: 64 * mebibyte,
  mostJsonBytes: 8 * mebibyte,
  readTimeoutMs: 30_000,
};

export interface DoorParts {
  readonly intake: Intake;
  readonly events: IntakeEvents;
  readonly host: string;
  readonly grpcPort: number;
  readonly admit: OtlpGrpcOptions['admit'];
  readonly addressOf: NonNullable<OtlpGrpcOptions['addressOf']>;
  readonly senders: SenderBook;
  /** Who sends a request over HTTP. */
  readonly senderOf: (request: FastifyRequest) => Sender;
  readonly tls: OtlpGrpcOptions['tls'];
}

export interface Doors extends AsyncDisposable {
  /** OTLP/HTTP, for the shared port. */
  readonly routes: FastifyPluginCallback;
  readonly grpcPort: number;
  readonly setSecureContext: OtlpGrpc['setSecureContext'];
}

/** Opens OTLP/gRPC on a port of its own, and OTLP/HTTP as routes. */
export const openDoors = async ({
  intake,
  events,
  host,
  grpcPort,
  admit,
  addressOf,
  senders,
  senderOf,
  tls,
}: DoorParts): Promise<Doors> => {
  await using parts = new AsyncDisposableStack();
  const json = parts.use(createJsonReader());
  const http = createOtlpHttp({ intake, events, json, limits, senders });
  const grpc = parts.use(
    await startOtlpGrpc({ intake, events, host, port: grpcPort, limits, admit, addressOf, senders, tls }),
  );
  const owned = parts.move();
  return {
    routes: otlpRoutes(http, senders, senderOf),
    grpcPort: grpc.port,
    setSecureContext: grpc.setSecureContext,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
