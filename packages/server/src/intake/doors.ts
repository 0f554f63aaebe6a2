import type { FastifyPluginCallback } from 'fastify';
import type { Intake } from './accept.ts';
import type { IntakeEvents } from './events.ts';
import { createJsonReader } from './json/json-reader.ts';
import { type OtlpGrpc, type OtlpGrpcOptions, startOtlpGrpc } from './otlp-grpc.ts';
import { createOtlpHttp } from './otlp-http.ts';
import { otlpRoutes } from './otlp-routes.ts';

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
  readonly refuse: OtlpGrpcOptions['refuse'];
  readonly tls: OtlpGrpcOptions['tls'];
}

export interface Doors extends AsyncDisposable {
  /** OTLP/HTTP, for the shared port. */
  readonly routes: FastifyPluginCallback;
  readonly grpcPort: number;
  readonly setSecureContext: OtlpGrpc['setSecureContext'];
}

/** Opens OTLP/gRPC on a port of its own, and OTLP/HTTP as routes. */
export const openDoors = async ({ intake, events, host, grpcPort, refuse, tls }: DoorParts): Promise<Doors> => {
  await using parts = new AsyncDisposableStack();
  const json = parts.use(createJsonReader());
  const http = createOtlpHttp({ intake, events, json, limits });
  const grpc = parts.use(await startOtlpGrpc({ intake, events, host, port: grpcPort, limits, refuse, tls }));
  const owned = parts.move();
  return {
    routes: otlpRoutes(http),
    grpcPort: grpc.port,
    setSecureContext: grpc.setSecureContext,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
