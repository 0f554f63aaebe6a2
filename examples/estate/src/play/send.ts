import { setTimeout as pause } from 'node:timers/promises';
import type { EstateRequest } from '../telemetry/requests.ts';

const timeoutMs = 30_000;
const mostAttempts = 5;

/** Posts one export request to the server, under a key by which it is taken once. Raises EstateError when the server does not take it. */
export const sendRequest = async (
  url: string,
  request: EstateRequest,
  key: string,
  stop: AbortSignal,
): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    const refused = await post(url, request, key, stop);
    if (refused === undefined) return;
    if (attempt === mostAttempts) throw new EstateError(`${url} did not take simulated telemetry: ${refused}`);
    await pause(500 * attempt * (0.5 + Math.random()), undefined, { signal: stop });
  }
};

export class EstateError extends Error {
  readonly code = 'ESTATE';
}

const post = async (
  url: string,
  { signal, body }: EstateRequest,
  key: string,
  stop: AbortSignal,
): Promise<string | undefined> => {
  try {
    const response = await fetch(`${url}/v1/${signal}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf', 'idempotency-key': key },
      body,
      signal: AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]),
    });
    const answer = await response.text();
    return response.ok ? undefined : `${response.status} ${answer.slice(0, 200)}`;
  } catch (error) {
    stop.throwIfAborted();
    return String(error);
  }
};
