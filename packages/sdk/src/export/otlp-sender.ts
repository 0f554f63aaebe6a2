import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer';
import { isHttpUrl } from '../config/http-url.ts';
import { statedWaitMs } from '../external-api/quota/stated-wait.ts';
import type { Batch } from './batch.ts';
import { createHttpPoster, type HttpAnswer, type HttpPosterOptions } from './http-post.ts';

export type Outcome =
  | { readonly kind: 'delivered'; readonly rejected: number; readonly reason?: string | undefined }
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number | undefined }
  | { readonly kind: 'refused'; readonly reason: string };

export interface OtlpSender {
  send(batch: Batch): Promise<Outcome>;
  close(): void;
}

const compress = promisify(gzip);
const untraced = suppressTracing(ROOT_CONTEXT);
/** Beside those of OTLP: a token that is missing or has expired is replaced, and what was sent meanwhile is not lost for it. */
const retryableStatuses = new Set([401, 403, 429, 502, 503, 504]);

/** Posts batches to one OTLP endpoint. Never throws: whatever a server does becomes an outcome within `requestTimeoutMs`. */
export const createOtlpSender = (options: HttpPosterOptions): OtlpSender => {
  if (!isHttpUrl(options.url)) return senderToNowhere(options.url);
  const poster = createHttpPoster(options);
  const compressed = !isLoopback(new URL(options.url).hostname);
  const encoding: Record<string, string> = compressed ? { 'content-encoding': 'gzip' } : {};
  return {
    send: async ({ id, body }) => {
      try {
        const sent = compressed ? await compress(body, { level: constants.Z_BEST_SPEED }) : body;
        const headers = { ...encoding, 'content-type': 'application/x-protobuf', 'idempotency-key': id };
        return outcomeOf(await context.with(untraced, () => poster.post(sent, headers)));
      } catch (error) {
        return retryLater(error);
      }
    },
    close: () => poster.close(),
  };
};

const senderToNowhere = (url: string): OtlpSender => {
  const reason = `"${url}" is not an http(s) URL such as http://127.0.0.1:4318/v1/logs`;
  return { send: () => Promise.resolve({ kind: 'refused', reason }), close: () => undefined };
};

/** Within one machine compressing costs more than it saves. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(?:\.\d+){3}$/u.test(host);

const outcomeOf = ({ status, statusText, headers, body }: HttpAnswer): Outcome => {
  if (status >= 200 && status < 300) return { kind: 'delivered', ...partialSuccess(body) };
  const reason = `HTTP ${status} ${statusText}`.trim();
  if (!retryableStatuses.has(status)) return { kind: 'refused', reason };
  const header = (name: string): string | null => headers[name]?.toString() ?? null;
  return { kind: 'retry', reason, afterMs: statedWaitMs(status, header, Date.now()) };
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

const retryLater = (error: unknown): Outcome => ({
  kind: 'retry',
  reason: error instanceof Error ? error.message || error.name : String(error),
});
