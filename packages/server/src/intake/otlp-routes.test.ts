import { request as httpRequest } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';
import { createEvents } from '../events/_events.ts';
import { createApp } from '../http/app.ts';
import { openSpool, type Spool } from '../spool/spool.ts';
import { createIntake } from './accept.ts';
import { createJsonReader } from './json/json-reader.ts';
import { createOtlpHttp } from './otlp-http.ts';
import { otlpRoutes } from './otlp-routes.ts';
import { openToAnyone } from '../access/gate.ts';

const limits = { mostBytes: 100_000, mostDecodedBytes: 1_000_000, mostJsonBytes: 50_000, readTimeoutMs: 5_000 };
const events = createEvents(() => {});
let spool: Spool;
let app: ReturnType<typeof createApp>;
let url: string;

beforeAll(async () => {
  spool = await openSpool({ folder: temporaryFolder(), events, mostBytes: 1e9 });
  const intake = createIntake({ spool, events, onAccepted: () => {}, mostBytesInFlight: 1e7 });
  const answer = createOtlpHttp({ intake, events, json: createJsonReader(), limits });
  app = createApp({
    events,
    registry: events.registry,
    api: (_app, _options, done) => done(),
    root: [otlpRoutes(answer)],
    gate: openToAnyone,
    readiness: [],
  });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app.close();
  await spool[Symbol.asyncDispose]();
});

/** fetch would say a type by itself. */
const post = (headers: Record<string, string>, body: string): Promise<{ status: number; answer: unknown }> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(`${url}/v1/logs`, { method: 'POST', headers }, (response) => {
      json(response).then((answer) => resolve({ status: response.statusCode ?? 0, answer }), reject);
    });
    request.on('error', reject).end(body);
  });

test.each<[string, Record<string, string>, string, RegExp]>([
  ['no content type', {}, '{}', /no Content-Type.*application\/json/],
  ['no content type and no body', {}, '', /no Content-Type/],
  ['an unknown content type', { 'content-type': 'text/csv' }, 'a,b', /"text\/csv" is not OTLP/],
  ['what is no content type', { 'content-type': 'json' }, '{}', /"json" is not OTLP/],
])('%s is answered 415 with an OTLP status', async (_name, headers, body, expected) => {
  const { status, answer } = await post(headers, body);
  expect(status).toBe(415);
  expect(answer).toEqual({ code: 12, message: expect.stringMatching(expected) });
});
