import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createEvents, type LogLine } from './events.ts';
import { superviseEngine } from './engine/supervisor.ts';
import { createIntake } from './intake/accept.ts';
import { createOtlpHttp, signalOfPath } from './intake/otlp-http.ts';
import { startOtlpGrpc } from './intake/otlp-grpc.ts';
import { createLogTail } from './intake/tail.ts';
import { startLoader } from './spool/loader.ts';
import { openSpool } from './spool/spool.ts';
import { createTelemetryClient } from './storage/telemetry/client.ts';
import { insertSegmentFile } from './storage/telemetry/insert-segment.ts';
import { migrateTelemetry } from './storage/telemetry/migrate.ts';

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly grpcPort: number;
  readonly dataDir: string;
  readonly log: LogLine;
}

export interface Server extends AsyncDisposable {
  readonly url: string;
}

const mebibyte = 1_048_576;

/** Builds every part and joins them; disposing ends them in reverse. */
export const startServer = async ({ host, port, grpcPort, dataDir, log }: ServerOptions): Promise<Server> => {
  await using parts = new AsyncDisposableStack();
  const events = createEvents(log);
  const engine = parts.use(await superviseEngine({ dataDir, events }));
  const telemetry = parts.use(createTelemetryClient({ address: engine.address, database: 'default' }));
  await migrateTelemetry(telemetry);

  const spool = parts.use(await openSpool({ folder: join(dataDir, 'spool'), events, mostBytes: 4_096 * mebibyte }));
  const tail = createLogTail();
  parts.use(startLoader({ spool, events, insert: insertSegmentFile(telemetry), onLoaded: () => {}, lanes: 2 }));
  const intake = createIntake({ spool, events, onAccepted: tail.offer });

  const limits = { mostBytes: 16 * mebibyte, mostDecodedBytes: 64 * mebibyte, readTimeoutMs: 30_000 };
  const otlp = createOtlpHttp({ intake, events, limits, mostBytesInFlight: 256 * mebibyte });
  const grpc = parts.use(await startOtlpGrpc({ intake, events, host, port: grpcPort, mostBytes: limits.mostBytes }));
  void grpc;
  const http = createServer((request, response) => {
    const signal = signalOfPath(request.url ?? '');
    if (signal !== undefined) return void otlp(signal, request, response);
    void (async () => response.end(await events.registry.metrics()))();
  });
  await new Promise<void>((resolve) => http.listen(port, host, resolve));
  parts.defer(async () => {
    http.closeAllConnections();
    await new Promise<void>((resolve) => http.close(() => resolve()));
  });
  const owned = parts.move();
  return {
    url: `http://${host}:${(http.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
