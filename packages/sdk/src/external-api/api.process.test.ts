import { attributes } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { sendJson, startHttpApi } from '../../testing/http-api.ts';
import { observe } from '../../testing/observe.ts';

const lookups = (url: string, policy: object, iatas: readonly string[]) => `
  const airports = sdk.api('airports', { baseUrl: ${JSON.stringify(url)}, policy: ${JSON.stringify(policy)} });
  const answers = await pipeline('flights').run((run) => run.stage('enrich', async (stage) => {
    const answers = [];
    for (const iata of ${JSON.stringify(iatas)}) {
      answers.push(await airports.get('/airports/{iata}', { params: { iata }, accept: [404] }));
    }
    return answers;
  }));
  console.log(JSON.stringify(answers.map(({ ok, from, status, body, decision }) => ({ ok, from, status, body, policy: decision?.policy, error: decision?.error.errorClass }))));`;

describe('a call to an API', () => {
  it('is answered, and leaves a span, a count and a latency', async () => {
    await using api = await startHttpApi((_request, response) => sendJson(response, { city: 'Atlanta' }));
    await using observed = await observe(lookups(api.url, {}, ['ATL', 'JFK']));
    expect(observed.result.code, observed.result.stderr).toBe(0);
    expect(JSON.parse(observed.result.stdout)).toEqual([
      { ok: true, from: 'api', status: 200, body: { city: 'Atlanta' } },
      { ok: true, from: 'api', status: 200, body: { city: 'Atlanta' } },
    ]);
    expect(api.requests.map(({ path }) => path)).toEqual(['/airports/ATL', '/airports/JFK']);

    const { server } = observed;
    const [span] = server.spans().filter(({ name }) => name === 'GET /airports/{iata}');
    const stage = server.spans().find(({ name }) => name === 'enrich');
    expect(span).toMatchObject({ traceId: stage?.traceId, parentSpanId: stage?.spanId });
    expect(span?.attributes).toMatchObject({
      [attributes.httpRequestMethod]: 'GET',
      [attributes.httpResponseStatusCode]: 200,
      [attributes.serverAddress]: '127.0.0.1',
      [attributes.serverPort]: Number(new URL(api.url).port),
      [attributes.urlTemplate]: '/airports/{iata}',
      [attributes.urlFull]: `${api.url}/airports/ATL`,
      [attributes.stageName]: 'enrich',
    });
    expect(api.requests[0]?.headers['traceparent']).toBe(`00-${span?.traceId}-${span?.spanId}-01`);
    expect(server.metricNames()).toContain('http.client.request.duration');

    const calls = server.events('pipeline.dependency.calls').at(-1)?.attributes ?? {};
    expect(calls).toMatchObject({
      [attributes.dependencyName]: 'airports',
      [attributes.dependencyEndpoint]: 'GET /airports/{iata}',
      [attributes.stageName]: 'enrich',
      [attributes.dependencyCalls]: 2,
      [attributes.dependencyRequests]: 2,
      [attributes.dependencyRequestsFailed]: 0,
      [attributes.dependencyBytesReceived]: 2 * JSON.stringify({ city: 'Atlanta' }).length,
    });
    const buckets = calls[attributes.dependencyDurationBuckets] as number[];
    expect(buckets.reduce((sum, count) => sum + count)).toBe(2);
    expect(calls[attributes.dependencyConnects]).toBeGreaterThanOrEqual(1);
  });

  it.each([
    [true, true],
    [false, false],
  ])('tells whether its breaker is shared: %s', async (shared, isShared) => {
    await using api = await startHttpApi((_request, response) => sendJson(response, {}));
    const program = lookups(api.url, {}, ['ATL']).replace('policy:', `shared: ${shared}, policy:`);
    await using observed = await observe(program);
    const [calls] = observed.server.events('pipeline.dependency.calls');
    expect(calls?.attributes).toMatchObject({ [attributes.dependencyBreakerShared]: isShared });
  });

  it('is repeated after a failure, as a span of its own', async () => {
    await using api = await startHttpApi((_request, response, index) => sendJson(response, {}, index < 2 ? 503 : 200));
    await using observed = await observe(lookups(api.url, { retry: { waitMs: 1 } }, ['ATL']));
    const spans = observed.server.spans().filter(({ name }) => name === 'GET /airports/{iata}');
    expect(
      spans.map(({ attributes: own, status }) => [
        own[attributes.httpResponseStatusCode],
        own[attributes.httpRequestResendCount],
        own[attributes.errorType],
        status?.code,
      ]),
    ).toEqual([
      [503, undefined, '503', 2],
      [503, 1, '503', 2],
      [200, 2, undefined, undefined],
    ]);
    expect(observed.server.events('pipeline.dependency.calls').at(-1)?.attributes).toMatchObject({
      [attributes.dependencyCalls]: 1,
      [attributes.dependencyRequests]: 3,
      [attributes.dependencyRequestsFailed]: 2,
      [attributes.dependencyRetries]: 2,
      [attributes.dependencyErrors]: { '5xx': 2 },
    });
  });

  it('is decided on by policy once the breaker is open, and the rows it touches are counted', async () => {
    await using api = await startHttpApi((_request, response) => sendJson(response, {}, 500));
    const policy = { retry: false, breaker: { failuresInARow: 2 }, fallback: 'load-unenriched' };
    await using observed = await observe(lookups(api.url, policy, ['A', 'B', 'C', 'D', 'E']));
    expect(JSON.parse(observed.result.stdout)).toEqual(
      ['5xx', '5xx', 'breaker_open', 'breaker_open', 'breaker_open'].map((error) => ({
        ok: false,
        policy: 'load-unenriched',
        error,
      })),
    );
    expect(api.requests).toHaveLength(2);
    const { server } = observed;
    const [changed, ...more] = server.events('pipeline.dependency.breaker.changed');
    expect(more).toEqual([]);
    expect(changed?.body).toBe('airports: breaker closed → open: 2 failures in a row, the last: HTTP 500');
    expect(changed?.attributes).toMatchObject({
      [attributes.dependencyName]: 'airports',
      [attributes.dependencyBreakerFrom]: 'closed',
      [attributes.dependencyBreakerTo]: 'open',
      [attributes.stageName]: 'enrich',
    });
    const affected = server.events('pipeline.dependency.rows.affected').slice(-2);
    expect(affected.map(({ severity }) => severity)).toEqual(['WARN', 'WARN']);
    const byPolicy = affected.map(({ attributes: own }) => [
      own[attributes.dependencyPolicy],
      own[attributes.errorType],
      own[attributes.dependencyRows],
    ]);
    expect(byPolicy).toEqual([
      ['load-unenriched', '5xx', 2],
      ['load-unenriched', 'breaker_open', 3],
    ]);
  });

  it('one of anything is said as one', async () => {
    await using api = await startHttpApi((_request, response) => sendJson(response, {}, 500));
    const policy = { retry: false, breaker: { failuresInARow: 1 }, fallback: 'skip-row' };
    await using observed = await observe(lookups(api.url, policy, ['A']));
    const { server } = observed;
    expect(server.events('pipeline.dependency.calls').at(-1)?.body).toContain(': 1 call, 1 request, 1 failed');
    expect(server.events('pipeline.dependency.rows.affected').at(-1)?.body).toContain(': 1 row so far');
    expect(server.events('pipeline.dependency.breaker.changed')[0]?.body).toContain(': 1 failure, HTTP 500');
  });

  it('logs few of many failures', async () => {
    await using api = await startHttpApi((_request, response) => sendJson(response, {}, 404));
    const iatas = Array.from({ length: 40 }, (_, index) => `A${index}`);
    const policy = { fallback: 'load-unenriched' };
    await using observed = await observe(lookups(api.url, policy, iatas).replace('accept: [404]', ''));
    const records = observed.server.logs().filter(({ body }) => String(body).includes('HTTP 404'));
    expect(records).toHaveLength(10);
    expect(records.at(-1)?.body).toContain('counted only');
    expect(observed.server.events('pipeline.dependency.calls').at(-1)?.attributes).toMatchObject({
      [attributes.dependencyErrors]: { '4xx': 40 },
    });
  });

  it('that overtakes another by hedging leaves no complaint about the one it gave up', async () => {
    await using api = await startHttpApi((_request, response, index) => {
      if (index > 0) sendJson(response, {});
    });
    await using observed = await observe(
      lookups(api.url, { hedgeAfterMs: 20 }, ['ATL']).replace(
        'return answers;',
        `
        await new Promise((resolve) => setTimeout(resolve, 50));
        return answers;`,
      ),
    );
    expect(JSON.parse(observed.result.stdout)).toMatchObject([{ ok: true, from: 'api' }]);
    const { server } = observed;
    expect(server.events('pipeline.dependency.calls').at(-1)?.attributes).toMatchObject({
      [attributes.dependencyCalls]: 1,
      [attributes.dependencyRequests]: 2,
      [attributes.dependencyRequestsFailed]: 0,
      [attributes.dependencyErrors]: {},
    });
    expect(server.logs().filter(({ severity }) => severity === 'WARN')).toEqual([]);
  });

  it('works the same without telemetry', async () => {
    await using api = await startHttpApi((_request, response, index) =>
      sendJson(response, { index }, index === 0 ? 503 : 200),
    );
    await using observed = await observe(lookups(api.url, { retry: { waitMs: 1 } }, ['ATL']), {
      SIGHTGLASS_SDK_DISABLED: 'true',
    });
    expect(JSON.parse(observed.result.stdout)).toEqual([{ ok: true, from: 'api', status: 200, body: { index: 1 } }]);
    expect(observed.server.requests).toEqual([]);
  });
});
