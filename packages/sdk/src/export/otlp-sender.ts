import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer';
import { isHttpUrl } from '../config/http-url.ts';
import type { Batch } from './batch.ts';

export type Outcome =
  | { readonly kind: 'delivered'; readonly rejected: number; readonly reason?: string | undefined }
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number | undefined }
  | { readonly kind: 'refused'; readonly reason: string };

export interface OtlpSender {
  send(batch: Batch): Promise<Outcome>;
  close(): void;
}

export interface OtlpSenderOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestTimeoutMs: number;
}

const compress = promisify(gzip);
const untraced = suppressTracing(ROOT_CONTEXT);
const answerLimitBytes = 64 * 1024;
const retryableStatuses = new Set([429, 502, 503, 504]);

/**
 * Posts batches to one OTLP endpoint. Never throws: whatever a server does becomes an outcome within `requestTimeoutMs`.
 * Sockets are unref'd, so a request under way never keeps the host program alive.
 */
export const createOtlpSender = (options: OtlpSenderOptions): OtlpSender => {
  if (!isHttpUrl(options.url)) return senderToNowhere(options.url);
  const secure = options.url.startsWith('https:');
  const agentOptions = { keepAlive: true, maxSockets: 1 };
  const agent = secure ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
  const request = secure ? httpsRequest : httpRequest;
  const compressed = !isLoopback(new URL(options.url).hostname);

  const post = (batch: Batch, body: Uint8Array): Promise<Outcome> =>
    new Promise((resolve) => {
      const headers = {
        ...options.headers,
        'content-type': 'application/x-protobuf',
        ...(compressed ? { 'content-encoding': 'gzip' } : {}),
        'content-length': body.byteLength,
        'idempotency-key': batch.id,
      };
      const call = request(options.url, { method: 'POST', agent, headers }, (response) => {
        void readAnswer(response).then(
          (answer) => resolve(outcomeOf(response, answer)),
          (error: unknown) => resolve(retryLater(error)),
        );
      });
      const timer = setTimeout(() => {
        call.destroy(new Error(`no answer within ${options.requestTimeoutMs} ms`));
      }, options.requestTimeoutMs).unref();
      call.on('socket', (socket) => socket.unref());
      call.on('error', (error) => resolve(retryLater(error)));
      call.on('close', () => clearTimeout(timer));
      call.end(body);
    });

  return {
    send: async (batch) => {
      try {
        const body = compressed ? await compress(batch.body, { level: constants.Z_BEST_SPEED }) : batch.body;
        return await context.with(untraced, () => post(batch, body));
      } catch (error) {
        return retryLater(error);
      }
    },
    close: () => agent.destroy(),
  };
};

const senderToNowhere = (url: string): OtlpSender => {
  const reason = `'${url}' is no http(s) URL such as http://127.0.0.1:4318/v1/logs`;
  return { send: () => Promise.resolve({ kind: 'refused', reason }), close: () => undefined };
};

/** Within one machine compressing costs more than it saves. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(?:\.\d+){3}$/u.test(host);

const readAnswer = async (response: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > answerLimitBytes) throw new Error(`the answer is longer than ${answerLimitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const outcomeOf = (response: IncomingMessage, answer: Buffer): Outcome => {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return { kind: 'delivered', ...partialSuccess(answer) };
  const reason = `HTTP ${status} ${response.statusMessage ?? ''}`.trim();
  if (!retryableStatuses.has(status)) return { kind: 'refused', reason };
  return { kind: 'retry', reason, afterMs: retryAfterMs(response.headers['retry-after'], Date.now()) };
};

/** All three signals answer in the same shape: field 1 holds how many were rejected and why. A garbled 2xx body still is a 2xx. */
const partialSuccess = (answer: Buffer): { rejected: number; reason?: string | undefined } => {
  try {
    const { partialSuccess: partial } = ProtobufLogsSerializer.deserializeResponse(answer);
    return { rejected: Number(partial?.rejectedLogRecords ?? 0), reason: partial?.errorMessage };
  } catch {
    return { rejected: 0 };
  }
};

/** Seconds or an HTTP date (RFC 9110, section 10.2.3). */
export const retryAfterMs = (header: string | undefined, nowMs: number): number | undefined => {
  if (header === undefined || header === '') return undefined;
  const seconds = Number(header);
  const delayMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(delayMs) ? Math.max(0, delayMs) : undefined;
};

const retryLater = (error: unknown): Outcome => ({
  kind: 'retry',
  reason: error instanceof Error ? error.message || error.name : String(error),
});
