import { expect } from 'vitest';
import { api } from '../src/external-api/api.ts';
import type { ApiError } from '../src/external-api/api-error.ts';
import type { ApiPolicy } from '../src/external-api/types.ts';
import { startHttpApi, type ApiAnswerer } from './http-api.ts';

/** An API that answers as told, and a client of it. */
export const withApi = async (answer: ApiAnswerer, policy: ApiPolicy = {}) => {
  const server = await startHttpApi(answer);
  return {
    server,
    client: api('stock', { baseUrl: `${server.url}/v1/`, policy }),
    [Symbol.asyncDispose]: server[Symbol.asyncDispose],
  };
};

/** What a call raised. */
export const errorOf = (call: Promise<unknown>): Promise<ApiError> =>
  call.then(
    () => expect.unreachable('the call was answered'),
    (error: unknown) => error as ApiError,
  );
