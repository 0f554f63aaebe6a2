import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { errorClassOf, problemOf, type CallError } from '@sightglass/model';
import type { WatchedApi } from './config.ts';
import { judgeAnswer, type ProbeAnswer } from './judge-answer.ts';

/** How one probe went. */
export interface ProbeResult {
  readonly state: 'pass' | 'fail';
  readonly durationMs: number;
  readonly error?: CallError | undefined;
  /** In words. */
  readonly problem?: string | undefined;
  readonly status?: number | undefined;
  readonly certificateExpiresAtMs?: number | undefined;
}

const mostBytes = 1_048_576;

/** Asks an API once, over a connection of its own, and judges the answer. Settles within the API's timeout and never rejects. */
export const probe = async (api: WatchedApi, signal: AbortSignal): Promise<ProbeResult> => {
  const startedAtMs = performance.now();
  const deadline = AbortSignal.timeout(api.timeoutMs);
  const durationMs = () => performance.now() - startedAtMs;
  try {
    const answer = await fetchOnce(api, AbortSignal.any([signal, deadline]));
    return { durationMs: durationMs(), ...judgeAnswer(api, answer, Date.now()), ...factsOf(answer) };
  } catch (thrown) {
    if (deadline.aborted) return failed(durationMs(), 'timeout', `no answer in ${api.timeoutMs} ms`);
    return failed(durationMs(), errorClassOf(thrown), problemOf(thrown));
  }
};

const failed = (durationMs: number, error: CallError, problem: string): ProbeResult => ({
  state: 'fail',
  durationMs,
  error,
  problem,
});

const factsOf = ({ status, certificateExpiresAtMs }: ProbeAnswer) => ({ status, certificateExpiresAtMs });

const fetchOnce = ({ url, headers }: WatchedApi, signal: AbortSignal): Promise<ProbeAnswer> =>
  new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const options: RequestOptions = { headers: { 'user-agent': 'sightglass', ...headers }, agent: false, signal };
    send(url, options, (response) => void read(response).then(resolve, reject))
      .on('error', reject)
      .end();
  });

const read = async (response: IncomingMessage): Promise<ProbeAnswer> => {
  const certificateExpiresAtMs = expiryOf(response);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error(`the body is longer than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString(), certificateExpiresAtMs };
};

const expiryOf = ({ socket }: IncomingMessage): number | undefined => {
  if (!('getPeerCertificate' in socket)) return undefined;
  const expiresAtMs = Date.parse((socket as TLSSocket).getPeerCertificate().valid_to);
  return Number.isNaN(expiresAtMs) ? undefined : expiresAtMs;
};
