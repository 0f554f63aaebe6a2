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
      server
        .events('pipeline.dependency.calls')
        .map(({ attributes: own }) => [own[attributes.dependencyEndpoint], own]),
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
    const calls = observed.server.events('pipeline.dependency.calls').at(-1)?.attributes ?? {};
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

/** What came of calls to `/whole`, `/cut` and `/large`, which the client reads, or leaves alone. */
const outcomes = async (before: string, calls: string) => {
  await using api = await startHttpApi((request, response) => {
    if (request.url === '/cut') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"a":');
      setTimeout(() => response.destroy(), 50);
    } else if (request.url?.startsWith('/down')) response.writeHead(503).end(Buffer.alloc(1_000_000));
    else if (request.url === '/hang') return;
    else if (request.url === '/large') response.writeHead(200).end(Buffer.alloc(1_000_000));
    else sendJson(response, { a: 1 });
  });
  await using observed = await observe(`
    const base = ${JSON.stringify(api.url)};
    const options = { name: 'orders' };
    const tolerated = (promise) => promise.catch(() => undefined);
    ${before}
    await pipeline('orders').run((run) => run.stage('load', async () => { ${calls} }));`);
  expect(observed.result.code, observed.result.stderr).toBe(0);
  const latest = new Map(
    observed.server
      .events('pipeline.dependency.calls')
      .map(({ attributes: own }) => [own[attributes.dependencyEndpoint], own]),
  );
  return Object.fromEntries(
    [...latest].map(([endpoint, own]) => [
      String(endpoint),
      [own[attributes.dependencyRequests], own[attributes.dependencyErrors]],
    ]),
  );
};

describe('answers are counted, and rightly, whatever becomes of their bodies', () => {
  const read = `await get('/whole'); await tolerated(get('/cut')); await tolerated(get('/down'));`;
  const expected = {
    'GET /whole': [1, {}],
    'GET /cut': [1, { reset: 1 }],
    'GET /down': [1, { '5xx': 1 }],
  };
  it.each(clients)('%s: one that is cut off is no answer', async (_name, before, get) => {
    expect(await outcomes(before, `const get = ${get}; ${read}`)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['observeFetch', 'const client = sdk.observeFetch(fetch, options);', 'client(base + path)'],
    ['observeUndici, global fetch', 'sdk.observeUndici(options);', 'fetch(base + path)'],
    [
      'observeUndici, undici of its own',
      `const { request } = await import(${undici}); sdk.observeUndici(options);`,
      'request(base + path)',
    ],
  ])('%s: those nobody reads, and those the program lets go', async (_name, before, get) => {
    const calls = `
      const get = (path) => ${get};
      const kept = [await get('/down'), await get('/down'), await get('/large')];
      const left = await get('/large');
      await (left.body.cancel?.() ?? left.body.destroy());
      globalThis.kept = kept;`;
    expect(await outcomes(`${before}; process.on('uncaughtException', () => undefined);`, calls)).toEqual({
      'GET /down': [2, { '5xx': 2 }],
      'GET /large': [2, {}],
    });
  });
});

describe('a request the program gives up is no failure of the network, whatever its reason', () => {
  it.each<[string, string, string]>([
    ['observeFetch', 'const client = sdk.observeFetch(fetch, options);', 'client(base + path, { signal })'],
    ['observeUndici, global fetch', 'sdk.observeUndici(options);', 'fetch(base + path, { signal })'],
    [
      'observeUndici, undici of its own',
      `const { request } = await import(${undici}); sdk.observeUndici(options);`,
      'request(base + path, { signal })',
    ],
    [
      'observeAxios',
      `const { default: axios } = await import(${axios}); const client = sdk.observeAxios(axios.create({ baseURL: base }), options);`,
      'client.get(path, { signal })',
    ],
  ])('%s', async (_name, before, get) => {
    const calls = `
      const get = (path, signal) => ${get};
      for (const reason of ['shutdown', undefined, new Error('shutdown'), { why: 'shutdown' }]) {
        const giveUp = new AbortController();
        setTimeout(() => giveUp.abort(reason), 50);
        await tolerated(get('/hang', giveUp.signal));
      }`;
    expect(await outcomes(before, calls)).toEqual({ 'GET /hang': [4, { aborted: 4 }] });
  });
});

describe('observeAxios counts every request once, whatever interceptors do', () => {
  const create = `const { default: axios } = await import(${axios}); const client = axios.create({ baseURL: base });`;
  const observing = 'sdk.observeAxios(client, options); sdk.observeAxios(client, options);';
  const interceptors = `
    client.interceptors.request.use((config) => ({ ...config, headers: config.headers }));
    client.interceptors.request.use((config) => Object.assign(Object.create(Object.getPrototypeOf(config)), config));
    const unwrap = client.interceptors.response.use(({ data }) => data, (error) => ({ failed: error.message }));`;
  it.each<[string, string]>([
    ['before it is observed', `${create}${interceptors}${observing}`],
    ['after it is observed', `${create}${observing}${interceptors}`],
  ])('added %s', async (_name, before) => {
    const calls = `
      await client.get('/whole'); await client.get('/cut'); await client.get('/down');
      client.interceptors.response.eject(unwrap);
      await tolerated(client.get('/down?again'));
      await tolerated(client.get('/whole', { signal: AbortSignal.abort() }));
      await tolerated(client.get('/whole', { transformResponse: () => { throw new SyntaxError('no JSON'); } }));`;
    expect(await outcomes(before, calls)).toEqual({
      'GET /whole': [expect.any(Number), { schema: 1, aborted: 1 }],
      'GET /cut': [1, { reset: 1 }],
      'GET /down': [2, { '5xx': 2 }],
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
