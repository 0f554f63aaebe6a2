import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { freePort } from '../../../examples/flights/src/warehouse/postgres/free-port.ts';
import {
  decode,
  logsRequest,
  metricsRequest,
  plain,
  plainAttributes,
  tracesRequest,
  type Message,
} from './protobuf.ts';

export interface ReceivedRequest {
  readonly path: string;
  readonly idempotencyKey: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface ReceivedLog {
  readonly event: string | undefined;
  readonly body: unknown;
  readonly severity: string;
  readonly attributes: Record<string, unknown>;
  readonly resource: Record<string, unknown>;
  readonly traceId: string;
  readonly spanId: string;
  readonly timeUnixNano: bigint;
}

export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Record<string, unknown>;
  readonly resource: Record<string, unknown>;
  readonly startUnixNano: bigint;
  readonly endUnixNano: bigint;
  readonly status: { readonly code?: number; readonly message?: string } | undefined;
}

export interface Measured {
  readonly value: number;
  readonly attributes: Record<string, unknown>;
}

export type Answer = (request: ReceivedRequest, response: ServerResponse) => void;

export const accept: Answer = (_request, response) => void response.writeHead(200).end();

/** A real OTLP/HTTP server on a free port. What it accepted is in `requests`; how it answers can be changed while it runs. */
export interface OtlpServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly requests: ReceivedRequest[];
  answer: Answer;
  logs(): ReceivedLog[];
  spans(): ReceivedSpan[];
  metricNames(): string[];
  /** What a counter or gauge of this name has measured, in the order received. */
  measured(metricName: string): Measured[];
  events(name?: string): ReceivedLog[];
}

/** On `port`, or on one that stays free where a test ends the server and starts another there. */
export const startOtlpServer = async (port?: number, answer: Answer = accept): Promise<OtlpServer> => {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  const listen: RequestListener = (incoming, response) => {
    void receive(incoming).then(
      (request) => {
        server.answer(request, response);
        if (response.statusCode < 300 && response.headersSent) requests.push(request);
      },
      () => incoming.destroy(),
    );
  };
  const http = createServer(listen).on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  const bound = port ?? (await freePort());
  await once(http.listen(bound, '127.0.0.1'), 'listening');
  const server: OtlpServer = {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    requests,
    answer,
    logs: () => records(requests, '/v1/logs', logsRequest).map(toLog),
    spans: () => records(requests, '/v1/traces', tracesRequest).map(toSpan),
    metricNames: () => records(requests, '/v1/metrics', metricsRequest).map(({ record }) => record['name'] as string),
    measured: (metricName) =>
      records(requests, '/v1/metrics', metricsRequest).flatMap(({ record }) =>
        record['name'] === metricName ? measuredIn(record) : [],
      ),
    events: (name) =>
      server.logs().filter(({ event }) => event !== undefined && (name === undefined || event === name)),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
};

const receive = async (incoming: IncomingMessage): Promise<ReceivedRequest> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const body = incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
  const idempotencyKey = String(incoming.headers['idempotency-key']);
  return { path: incoming.url ?? '', idempotencyKey, headers: incoming.headers, body };
};

interface Placed {
  readonly resource: Record<string, unknown>;
  readonly record: Message;
}

/** Records in the order received; a request repeated with the same idempotency key counts once, as on a real server. */
const records = (requests: readonly ReceivedRequest[], path: string, schema: typeof logsRequest): Placed[] => {
  const unique = new Map(requests.filter((request) => request.path === path).map((r) => [r.idempotencyKey, r]));
  return [...unique.values()].flatMap(({ body }) =>
    ((decode(body, schema)['groups'] ?? []) as Message[]).flatMap((group) => {
      const resource = plainAttributes((group['resource'] as Message)['attributes'] as Message[]);
      return (group['scopes'] as Message[]).flatMap((scope) =>
        (scope['records'] as Message[]).map((record) => ({ resource, record })),
      );
    }),
  );
};

const measuredIn = (metric: Message): Measured[] =>
  (((metric['numbers'] as Message | undefined)?.['points'] ?? []) as Message[]).map((point) => ({
    value: Number(point['value']),
    attributes: plainAttributes(point['attributes'] as Message[]),
  }));

const toLog = ({ resource, record }: Placed): ReceivedLog => ({
  event: record['eventName'] as string | undefined,
  body: plain(record['body'] as Message | undefined),
  severity: record['severityText'] as string,
  attributes: plainAttributes(record['attributes'] as Message[]),
  resource,
  traceId: record['traceId'] as string,
  spanId: record['spanId'] as string,
  timeUnixNano: record['timeUnixNano'] as bigint,
});

const toSpan = ({ record, resource }: Placed): ReceivedSpan => ({
  resource,
  name: record['name'] as string,
  traceId: record['traceId'] as string,
  spanId: record['spanId'] as string,
  parentSpanId: record['parentSpanId'] as string | undefined,
  attributes: plainAttributes(record['attributes'] as Message[]),
  startUnixNano: record['startTimeUnixNano'] as bigint,
  endUnixNano: record['endTimeUnixNano'] as bigint,
  status: record['status'] as ReceivedSpan['status'],
});
