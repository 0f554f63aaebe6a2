import {
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { IntakeEvents } from './events.ts';
import type { Signal } from '../wire/proto.ts';
import { type Intake, recordsOf } from './accept.ts';
import type { BodyLimits } from './body.ts';
import { type Refusal, refusalOf } from './refusal/failure.ts';
import { refuseOutside } from './outside-scope.ts';
import { noteTaken, passing, type SenderBook } from './sender-book.ts';
import type { Sender } from '../senders/tallies.ts';
import { answerMessage, answerRefusal, readMessage } from './grpc-call.ts';
import { exportResponse } from './response.ts';

export interface OtlpGrpcOptions {
  readonly intake: Intake;
  readonly events: IntakeEvents;
  readonly host: string;
  readonly port: number;
  readonly limits: BodyLimits;
  /** Certificate and key in PEM; without them the port has no TLS. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  /** Whether what a caller sends is taken. */
  readonly admit: (caller: GrpcCaller) => Promise<Admission>;
  /** From where it is sent: the address of the connection, unless a proxy has another in `x-forwarded-for`. */
  readonly addressOf?: (connection: string, forwardedFor: string | undefined) => string;
  /** Where senders are counted and held to their limits. */
  readonly senders?: SenderBook | undefined;
}

/** Who sends, and why it is not taken; undefined when it is. */
export interface Admission {
  readonly holder: Omit<Sender, 'address'>;
  readonly refusal: Pick<Refusal, 'grpcCode' | 'message' | 'reason'> | undefined;
}

/** Who calls. */
export interface GrpcCaller {
  /** Of the metadata. */
  readonly authorization: string | undefined;
  readonly address: string | undefined;
}

/** The port, and how its certificate is renewed. */
export interface OtlpGrpc extends AsyncDisposable {
  readonly port: number;
  readonly setSecureContext: (pair: { readonly cert: Buffer; readonly key: Buffer }) => void;
}

const signalsByPath: Readonly<Record<string, Signal>> = {
  '/opentelemetry.proto.collector.logs.v1.LogsService/Export': 'logs',
  '/opentelemetry.proto.collector.trace.v1.TraceService/Export': 'traces',
  '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export': 'metrics',
};

const unimplemented = 12;
/** Calls of one connection at a time; more wait at the sender. Each has up to 64 KiB under way, which HTTP/2 lets it send unasked. */
const mostStreams = 100;
const closeGraceMs = 2_000;

/** OTLP/gRPC: bodies take the same way, and out of the same memory, as over HTTP. */
export const startOtlpGrpc = async ({
  intake,
  events,
  host,
  port,
  limits,
  admit,
  addressOf = (connection) => connection,
  senders,
  tls,
}: OtlpGrpcOptions): Promise<OtlpGrpc> => {
  const answer = async (stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> => {
    stream.on('error', () => {}); // a sender that left
    if (!headers['content-type']?.startsWith('application/grpc')) {
      stream.respond({ ':status': 415 }, { endStream: true });
      return void stream.resume();
    }
    const path = headers[':path'] ?? '';
    const signal = signalsByPath[path];
    if (signal === undefined) {
      return answerRefusal(stream, { grpcCode: unimplemented, message: `${path} is not an export of OTLP.` });
    }
    const connection = stream.session?.socket.remoteAddress;
    const address = addressOf(connection ?? '', [headers['x-forwarded-for']].flat()[0]);
    let sender: Sender = { holderId: '', holderName: '', address };
    using hold = intake.openHold();
    try {
      senders?.limits.enter(address);
      const { holder, refusal } = await admit({ authorization: headers.authorization, address: connection });
      sender = { ...holder, address };
      if (refusal !== undefined) {
        senders?.refused(sender, refusal.reason);
        return answerRefusal(stream, refusal);
      }
      if (holder.holderId !== '') senders?.limits.enter(holder.holderId, holder.holderName);
      const message = await readMessage(stream, headers, limits, hold);
      const key = [headers['idempotency-key'] ?? ''].flat()[0] ?? '';
      refuseOutside(sender.scope, signal, message);
      const accepted = await intake.accept(signal, message, key, passing(senders, sender, message));
      if (senders !== undefined) noteTaken(senders, sender, message, accepted);
      answerMessage(stream, exportResponse(signal, { ...accepted, requestBytes: message.length }));
    } catch (error) {
      const refusal = refusalOf(error);
      senders?.refused(sender, refusal.reason, 1, recordsOf(error));
      events.bodyRefused(signal, refusal.httpStatus);
      if (refusal.httpStatus === 500) events.intakeFailed(error);
      answerRefusal(stream, refusal);
    }
  };

  const settings = { maxConcurrentStreams: mostStreams };
  const server = tls === undefined ? createServer({ settings }) : createSecureServer({ settings, ...tls });
  const sessions = new Set<ServerHttp2Session>();
  server.on('sessionError', () => {}); // what is no HTTP/2
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  server.on('stream', (stream, headers) => void answer(stream, headers));
  await listen(server, port, host);
  return {
    port: (server.address() as AddressInfo).port,
    setSecureContext: (pair) => 'setSecureContext' in server && server.setSecureContext(pair),
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const session of sessions) session.close();
      await Promise.race([closed, delay(closeGraceMs, undefined, { ref: false })]);
      for (const session of sessions) session.destroy();
      await closed;
    },
  };
};

const listen = (server: Http2Server | Http2SecureServer, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
