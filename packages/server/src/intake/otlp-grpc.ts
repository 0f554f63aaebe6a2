import {
  logVerbosity,
  Metadata,
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  setLogVerbosity,
} from '@grpc/grpc-js';
import type { IntakeEvents } from './events.ts';
import { signals, type Signal } from '../wire/proto.ts';
import type { Intake } from './accept.ts';
import { refusalOf } from './failure.ts';
import { exportResponse } from './response.ts';

export interface OtlpGrpcOptions {
  readonly intake: Intake;
  readonly events: IntakeEvents;
  readonly host: string;
  readonly port: number;
  readonly mostBytes: number;
}

const servicePaths: Readonly<Record<Signal, string>> = {
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
};

const asIs = (bytes: Buffer): Buffer => bytes;

/** OTLP/gRPC with bodies left as bytes, so that they take the same way as over HTTP. */
export const startOtlpGrpc = async ({
  intake,
  events,
  host,
  port,
  mostBytes,
}: OtlpGrpcOptions): Promise<AsyncDisposable & { port: number }> => {
  setLogVerbosity(logVerbosity.NONE); // it would write its own lines about errors that it raises as well
  const server = new Server({ 'grpc.max_receive_message_length': mostBytes });
  for (const signal of signals) {
    const path = servicePaths[signal];
    const definition = {
      path,
      requestStream: false as const,
      responseStream: false as const,
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    };
    server.addService(
      { Export: definition },
      {
        Export: (call: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>) =>
          void answer(signal, call, reply),
      },
    );
  }

  const answer = async (
    signal: Signal,
    call: ServerUnaryCall<Buffer, Buffer>,
    reply: sendUnaryData<Buffer>,
  ): Promise<void> => {
    try {
      const [key = ''] = call.metadata.get('idempotency-key');
      const accepted = await intake.accept(signal, call.request, key.toString());
      reply(null, exportResponse(signal, { ...accepted, requestBytes: call.request.length }));
    } catch (error) {
      const { grpcCode, httpStatus, message, retryAfterSeconds } = refusalOf(error);
      events.bodyRefused(signal, httpStatus);
      if (httpStatus === 500) events.intakeFailed(error);
      const metadata = new Metadata();
      if (retryAfterSeconds !== undefined) metadata.set('retry-after', `${retryAfterSeconds}`);
      reply({ code: grpcCode, details: message, metadata });
    }
  };

  const bound = await new Promise<number>((resolve, reject) => {
    const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, boundPort) =>
      error === null ? resolve(boundPort) : reject(error),
    );
  });
  return {
    port: bound,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      setTimeout(() => server.forceShutdown(), 2_000).unref();
      await closed;
    },
  };
};
