import { attributes } from '@sightglass/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendJson, startHttpApi, type HttpApi } from '../../../testing/http-api.ts';
import { observe } from '../../../testing/observe.ts';

let api: HttpApi;
beforeAll(async () => {
  api = await startHttpApi((request, response) => {
    const quota = { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '41' };
    sendJson(response, { path: request.url }, request.url?.startsWith('/broken') ? 503 : 200, quota);
  });
});
afterAll(() => api[Symbol.asyncDispose]());

/** Nobody listens there. */
const closedAddress = async (): Promise<string> => {
  await using gone = await startHttpApi(() => undefined);
  return new URL(gone.url).host;
};

const axios = JSON.stringify(import.meta.resolve('axios'));
const undici = JSON.stringify(import.meta.resolve('undici'));

const clients: readonly [name: string, before: string, get: string][] = [
  [
    'observeFetch',
    `const client = sdk.observeFetch(fetch, options);`,
    `(path) => client(base + path).then((response) => response.text())`,
  ],
  [
    'observeUndici, global fetch',
    `sdk.observeUndici(options);`,
    `(path) => fetch(base + path).then((response) => response.text())`,
  ],
  [
    'observeUndici, undici of its own',
    `const { request } = await import(${undici}); sdk.observeUndici(options);`,
    `(path) => request(base + path).then(({ body }) => body.text())`,
  ],
  [
    'observeAxios',
    `const { default: axios } = await import(${axios}); const client = sdk.observeAxios(axios.create({ baseURL: base }), options);`,
    `(path) => client.get(path).catch((error) => { if (error.response === undefined && !path.startsWith('http')) throw error; })`,
  ],
];

const program = (before: string, get: string) => `
  const base = ${JSON.stringify(api.url)};
  const options = { name: 'orders', templates: ['/orders/{order}/lines'] };
  ${before}
  const get = ${get};
  await get('/before-any-run');
  await pipeline('orders').run((run) => run.stage('load', async () => {
    await get('/orders/A17/lines?key=secret');
    await get('/customers/4711');
    await get('/broken');
  }));`;

describe.each(clients)('%s', (_name, before, get) => {
  it('counts calls of a run as they are, by template', async () => {
    await using observed = await observe(program(before, get));
    expect(observed.result.code, observed.result.stderr).toBe(0);
    const { server } = observed;
    const spans = server.spans().filter(({ attributes: own }) => own[attributes.httpRequestMethod] === 'GET');
    expect(
      spans.map(({ name, attributes: own, status }) => [name, own[attributes.httpResponseStatusCode], status?.code]),
    ).toEqual([
      ['GET /orders/{order}/lines', 200, undefined],
      ['GET /customers/{id}', 200, undefined],
      ['GET /broken', 503, 2],
    ]);
    expect(spans[0]?.attributes[attributes.urlFull]).toBe(`${api.url}/orders/A17/lines?key=REDACTED`);
    const latest = new Map(
      server.events('dependency.calls').map(({ attributes: own }) => [own[attributes.dependencyEndpoint], own]),
    );
    expect([...latest.keys()]).toEqual(['GET /orders/{order}/lines', 'GET /customers/{id}', 'GET /broken']);
    expect(latest.get('GET /customers/{id}')).toMatchObject({
      [attributes.dependencyName]: 'orders',
      [attributes.dependencyRequests]: 1,
      [attributes.dependencyRequestsFailed]: 0,
      [attributes.dependencyQuotaLimit]: 100,
      [attributes.dependencyQuotaRemaining]: 41,
      [attributes.stageName]: 'load',
    });
    expect(latest.get('GET /broken')).toMatchObject({ [attributes.dependencyErrors]: { '5xx': 1 } });
  });

  it('leaves errors as they are', async () => {
    const body = `${before.replace('const base', 'const unused')}
      const get = ${get};
      await pipeline('orders').run((run) => run.stage('load', () => get('').then(() => console.log('answered'), (error) => console.log(error.constructor.name))));`;
    const closed = await closedAddress();
    await using observed = await observe(`const base = 'http://${closed}'; const options = {};${body}`);
    const calls = observed.server.events('dependency.calls').at(-1)?.attributes ?? {};
    expect(observed.result.stdout).toMatch(/TypeError|AxiosError|Error/);
    const bodies = observed.server.logs().map(({ body }) => body);
    expect(bodies).toContain(`${closed}: GET / failed: connect ECONNREFUSED ${closed}`);
    expect(calls).toMatchObject({
      [attributes.dependencyName]: closed,
      [attributes.dependencyErrors]: { refused: 1 },
      [attributes.dependencyRequestsFailed]: 1,
    });
  });
});

it('a call through api() is counted once, also when undici is observed', async () => {
  await using observed = await observe(`
    sdk.observeUndici();
    const orders = sdk.api('orders', { baseUrl: ${JSON.stringify(api.url)} });
    await pipeline('orders').run((run) => run.stage('load', () => orders.get('/orders/{order}', { params: { order: 7 } })));`);
  const names = observed.server.spans().map(({ name }) => name);
  expect(names).toEqual(['GET /orders/{order}', 'load', 'orders']);
});
