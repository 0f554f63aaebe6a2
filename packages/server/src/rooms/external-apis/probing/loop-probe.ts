import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { errorClassOf, problemOf, type CallError } from '@sightglass/model';
import type { WatchedApi } from '../config.ts';
import { checkedLookup, refuseDenied } from './denied-addresses.ts';
import { judgeAnswer, type ProbeAnswer } from './judge-answer.ts';
import { mostBytes, ProbeBodyError, textOfBody, tooLong } from './probe-body.ts';

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
    const error = thrown instanceof ProbeBodyError ? 'schema' : errorClassOf(thrown);
    return failed(durationMs(), error, problemOf(thrown));
  }
};

const failed = (durationMs: number, error: CallError, problem: string): ProbeResult => ({
  state: 'fail',
  durationMs,
  error,
  problem,
});

const factsOf = ({ status, certificateExpiresAtMs }: ProbeAnswer) => ({ status, certificateExpiresAtMs });

/** Follows no redirect. Settles whatever the connection does, and at the latest when the signal aborts. */
const fetchOnce = ({ url, headers }: WatchedApi, signal: AbortSignal): Promise<ProbeAnswer> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    refuseDenied(url);
    const sent = { 'user-agent': 'sightglass', ...headers };
    const options: RequestOptions = { headers: sent, agent: false, lookup: checkedLookup, signal };
    let isAnswered = false;
    send(url, options, (response) => {
      isAnswered = true;
      read(response).then(resolve, reject);
    })
      .on('upgrade', (response, socket) => {
        isAnswered = true;
        socket.destroy();
        resolve({ status: response.statusCode ?? 0, body: '', certificateExpiresAtMs: expiryOf(response) });
      })
      .on('close', () => {
        if (!isAnswered) reject(new Error('the connection was closed without an answer'));
      })
      .on('error', reject)
      .end();
  });

const read = async (response: IncomingMessage): Promise<ProbeAnswer> => {
  const certificateExpiresAtMs = expiryOf(response);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooLong();
    chunks.push(chunk);
  }
  const { 'content-encoding': contentEncoding, 'content-type': contentType } = response.headers;
  const body = await textOfBody(Buffer.concat(chunks), { contentEncoding, contentType });
  return { status: response.statusCode ?? 0, body, certificateExpiresAtMs };
};

const expiryOf = ({ socket }: IncomingMessage): number | undefined => {
  if (!('getPeerCertificate' in socket)) return undefined;
  const expiresAtMs = Date.parse((socket as TLSSocket).getPeerCertificate().valid_to);
  return Number.isNaN(expiresAtMs) ? undefined : expiresAtMs;
};
