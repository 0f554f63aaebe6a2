import { attributes } from '@sightglass/model';
import { afterAll, describe, expect, it } from 'vitest';
import { sendJson, startHttpApi } from '../../../testing/http-api.ts';
import { observe } from '../../../testing/observe.ts';
import { observeTogether, type Situation } from '../../../testing/observe-together.ts';

const api = await startHttpApi((request, response) => {
  const quota = { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '41' };
  if (request.url === '/hang') return;
  if (request.url === '/cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"a":');
    setTimeout(() => response.destroy(), 50);
  } else if (request.url?.startsWith('/down')) response.writeHead(503).end(Buffer.alloc(1_000_000));
  else if (request.url === '/large') response.writeHead(200).end(Buffer.alloc(1_000_000));
  else sendJson(response, { path: request.url }, request.url?.startsWith('/broken') ? 503 : 200, quota);
});
afterAll(() => api[Symbol.asyncDispose]());

/** Nobody listens there. */
const closedAddress = async (): Promise<string> => {
  await using gone = await startHttpApi(() => undefined);
  return new URL(gone.url).host;
};

const axios = JSON.stringify(import.meta.resolve('axios'));
const undici = JSON.stringify(import.meta.resolve('undici'));

interface HttpClient {
  readonly name: string;
  /** Observes it; `client` is how it calls, unless that is global. */
  readonly before: string;
  /** Reads the answer to its end. */
  readonly get: string;
  /** Leaves the answer unread. */
  readonly open: string;
}

const clients: readonly HttpClient[] = [
  {
    name: 'observeFetch',
    before: `const client = sdk.observeFetch(fetch, options);`,
    get: `(path) => client(base + path).then((response) => response.text())`,
    open: `(path, signal) => client(base + path, { signal })`,
  },
  {
    name: 'observeUndici, global fetch',
    before: `sdk.observeUndici(options);`,
    get: `(path) => fetch(base + path).then((response) => response.text())`,
    open: `(path, signal) => fetch(base + path, { signal })`,
  },
  {
    name: 'observeUndici, undici of its own',
    before: `const { request } = await import(${undici}); sdk.observeUndici(options);`,
    get: `(path) => request(base + path).then(({ body }) => body.text())`,
    open: `(path, signal) => request(base + path, { signal })`,
  },
  {
    name: 'observeAxios',
    before: `const { default: axios } = await import(${axios}); const client = sdk.observeAxios(axios.create({ baseURL: base }), options);`,
    get: `(path) => client.get(path).catch((error) => { if (error.response === undefined && !path.startsWith('http')) throw error; })`,
    open: `(path, signal) => client.get(path, { signal })`,
  },
];

/** Latest counts of each endpoint. */
const latestOf = ({ events }: Pick<Situation, 'events'>) =>
  new Map(
    events('pipeline.dependency.calls').map(({ attributes: own }) => [String(own[attributes.dependencyEndpoint]), own]),
  );

/** How many requests each endpoint got, and what went wrong with them. */
const outcomesOf = (situation: Pick<Situation, 'events'>) =>
  Object.fromEntries(
    [...latestOf(situation)].map(([endpoint, own]) => [
      endpoint,
      [own[attributes.dependencyRequests], own[attributes.dependencyErrors]],
    ]),
  );

const loading = (calls: string): string =>
  `await pipeline('p').run((run) => run.stage('load', async () => { ${calls} }));`;

describe.each(clients)('$name', ({ name, before, get, open }) => {
  const situation = observeTogether(`
    const base = ${JSON.stringify(api.url)};
    const options = { name: 'orders', templates: ['/orders/{order}/lines'] };
    const tolerated = (promise) => promise.catch(() => undefined);
    ${before}
    const get = ${get};
    const open = ${open};
    await get('/before-any-run');`);

  const usual = situation(
    loading(`await get('/orders/A17/lines?key=secret'); await get('/customers/4711'); await get('/broken');`),
  );
  it('counts calls of a run as they are, by template', async () => {
    const seen = await usual();
    const spans = seen.spans().filter(({ attributes: own }) => own[attributes.httpRequestMethod] === 'GET');
    expect(
      spans.map(({ name, attributes: own, status }) => [name, own[attributes.httpResponseStatusCode], status?.code]),
    ).toEqual([
      ['GET /orders/{order}/lines', 200, undefined],
      ['GET /customers/{id}', 200, undefined],
      ['GET /broken', 503, 2],
    ]);
    expect(seen.allSpans().filter(({ name }) => name.includes('before'))).toEqual([]);
    expect(spans[0]?.attributes[attributes.urlFull]).toBe(`${api.url}/orders/A17/lines?key=REDACTED`);
    const latest = latestOf(seen);
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

  const cut = situation(loading(`await get('/whole'); await tolerated(get('/cut')); await tolerated(get('/down'));`));
  it('counts an answer that is cut off as none', async () => {
    expect(outcomesOf(await cut())).toEqual({
      'GET /whole': [1, {}],
      'GET /cut': [1, { reset: 1 }],
      'GET /down': [1, { '5xx': 1 }],
    });
  });

  const givenUp = situation(
    loading(`for (const reason of ['shutdown', undefined, new Error('shutdown'), { why: 'shutdown' }]) {
      const giveUp = new AbortController();
      setTimeout(() => giveUp.abort(reason), 50);
      await tolerated(open('/hang', giveUp.signal));
    }`),
  );
  it('counts a request the program gives up as no failure of the network, whatever its reason', async () => {
    expect(outcomesOf(await givenUp())).toEqual({ 'GET /hang': [4, { aborted: 4 }] });
  });

  if (name !== 'observeAxios') {
    const unread = situation(`process.on('uncaughtException', () => undefined);
      ${loading(`
        const kept = [await open('/down'), await open('/down'), await open('/large')];
        const left = await open('/large');
        await (left.body.cancel?.() ?? left.body.destroy());
        globalThis.kept = kept;`)}`);
    it('counts answers nobody reads, and those the program lets go', async () => {
      expect(outcomesOf(await unread())).toEqual({ 'GET /down': [2, { '5xx': 2 }], 'GET /large': [2, {}] });
    });
  }

  it('leaves errors as they are', async () => {
    const closed = await closedAddress();
    await using observed = await observe(`
      const base = 'http://${closed}';
      const options = {};
      ${before}
      const get = ${get};
      ${loading(`await get('').then(() => console.log('answered'), (error) => console.log(error.constructor.name))`)}`);
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

describe('observeAxios counts every request once, whatever interceptors do', () => {
  const situation = observeTogether(`
    const base = ${JSON.stringify(api.url)};
    const options = { name: 'orders' };
    const tolerated = (promise) => promise.catch(() => undefined);
    const { default: axios } = await import(${axios});`);
  const create = `const client = axios.create({ baseURL: base });`;
  const observing = 'sdk.observeAxios(client, options); sdk.observeAxios(client, options);';
  const interceptors = `
    client.interceptors.request.use((config) => ({ ...config, headers: config.headers }));
    client.interceptors.request.use((config) => Object.assign(Object.create(Object.getPrototypeOf(config)), config));
    const unwrap = client.interceptors.response.use(({ data }) => data, (error) => ({ failed: error.message }));`;
  const calls = loading(`
    await client.get('/whole'); await client.get('/cut'); await client.get('/down');
    client.interceptors.response.eject(unwrap);
    await tolerated(client.get('/down?again'));
    await tolerated(client.get('/whole', { signal: AbortSignal.abort() }));
    await tolerated(client.get('/whole', { transformResponse: () => { throw new SyntaxError('no JSON'); } }));`);
  it.each([
    { when: 'before it is observed', counted: situation(`${create}${interceptors}${observing}${calls}`) },
    { when: 'after it is observed', counted: situation(`${create}${observing}${interceptors}${calls}`) },
  ])('added $when', async ({ counted }) => {
    expect(outcomesOf(await counted())).toEqual({
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
