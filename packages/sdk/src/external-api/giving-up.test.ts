import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { errorOf, withApi } from '../../testing/api-client.ts';
import { sendJson } from '../../testing/http-api.ts';

describe('a call that is given up before it is sent', () => {
  it('is aborted, whether or not a policy would have held it back', async () => {
    await using setup = await withApi(() => undefined, { fallback: 'load-unenriched' });
    const error = await errorOf(setup.client.get('/items', { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ name: 'ApiError', errorClass: 'aborted' });
    expect(setup.server.requests).toHaveLength(0);
  });
  it('while a hedge waits, is aborted too', async () => {
    const giveUp = new AbortController();
    await using setup = await withApi(() => giveUp.abort(), { hedgeAfterMs: 60_000, retry: false });
    const error = await errorOf(setup.client.get('/items', { signal: giveUp.signal }));
    expect(error).toMatchObject({ name: 'ApiError', errorClass: 'aborted' });
  });
});

describe('a call that waits', () => {
  const patient = { retry: { waitMs: 600_000, mostWaitMs: 600_000 } } as const;
  const endsWith = async (setup: Awaited<ReturnType<typeof withApi>>, signal: AbortSignal) => {
    const error = await errorOf(setup.client.get('/items', { signal }));
    return [error.name, error.errorClass, error.problem, setup.server.requests.length];
  };

  it.each<[string, number, object, unknown, string, string]>([
    ['by its policy', 503, {}, new Error('shutdown'), 'aborted', 'given up by the program'],
    [
      'as long as the API asked',
      429,
      { 'retry-after': '600' },
      new DOMException('too late', 'TimeoutError'),
      'timeout',
      'no answer in the time the program gave it',
    ],
    [
      'by its policy though the API asked for less',
      429,
      { 'retry-after': '0' },
      new Error('shutdown'),
      'aborted',
      'given up by the program',
    ],
  ])('%s to be repeated, is given up at once', async (_name, status, headers, reason, errorClass, problem) => {
    const giveUp = new AbortController();
    await using setup = await withApi((_request, response) => {
      response.on('close', () => setTimeout(() => giveUp.abort(reason), 20));
      sendJson(response, {}, status, headers);
    }, patient);
    expect(await endsWith(setup, giveUp.signal)).toEqual(['ApiError', errorClass, problem, 1]);
  });
  it('for its turn, is given up at once', async () => {
    const giveUp = new AbortController();
    await using setup = await withApi(() => giveUp.abort(), {
      timeoutMs: 600_000,
      bulkhead: { concurrent: 1 },
      retry: false,
    });
    const first = setup.client.get('/items').catch(() => undefined);
    expect(await endsWith(setup, giveUp.signal)).toEqual(['ApiError', 'aborted', 'given up by the program', 1]);
    await setup.server[Symbol.asyncDispose]();
    await first;
  });
});

describe('a call that is given up while it is under way', () => {
  it('is none that a policy makes an answer of', async () => {
    const giveUp = new AbortController();
    await using setup = await withApi(() => giveUp.abort(), { fallback: 'load-unenriched' });
    const error = await errorOf(setup.client.get('/items', { signal: giveUp.signal }));
    expect(error.errorClass).toBe('aborted');
    expect(setup.server.requests).toHaveLength(1);
  });

  it.each<[string, () => AbortSignal, string, string]>([
    ['by a deadline of its own', () => AbortSignal.timeout(50), 'timeout', 'no answer in the time the program gave it'],
    ['for a reason of the program', () => abortedSoon(new Error('shutdown')), 'aborted', 'given up by the program'],
  ])('%s, is no failure of the network', async (_name, signal, errorClass, problem) => {
    await using setup = await withApi(() => undefined);
    const error = await errorOf(setup.client.get('/items', { signal: signal() }));
    expect(error).toMatchObject({ errorClass, problem });
  });
  const abortedSoon = (reason: Error): AbortSignal => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 50);
    return controller.signal;
  };
});

describe('after an opening', () => {
  const policy = { retry: false, breaker: { failuresInARow: 3, halfOpenAfterMs: 30 }, timeoutMs: 600_000 } as const;
  /** Fails three times, leaves the next request open until it is answered with a status, and answers the others. */
  const withTrial = () => {
    const tried = Promise.withResolvers<ServerResponse>();
    const setup = withApi((_request, response, index) => {
      if (index < 3) sendJson(response, {}, 500);
      else if (index === 3) tried.resolve(response);
      else sendJson(response, {});
    }, policy);
    return { setup, tried: tried.promise };
  };

  /** Calls until a call is sent, and the breaker no longer holds it back. */
  const firstSent = async (call: () => Promise<unknown>, sent: Promise<unknown>) => {
    for (;;) {
      const outcome = call().catch((error: unknown) => error);
      if (await Promise.race([sent.then(() => true), outcome.then(() => false)])) return { outcome };
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it.each<[string, (response: ServerResponse, giveUp: AbortController) => void]>([
    ['is given up', (_response, giveUp) => giveUp.abort()],
    ['is answered 401', (response) => sendJson(response, {}, 401)],
    ['is answered 429', (response) => sendJson(response, {}, 429)],
  ])('the call that is tried %s: of 30 that wait one goes, and all when that is answered', async (_name, end) => {
    const { setup: starting, tried } = withTrial();
    await using setup = await starting;
    const { client, server } = setup;
    for (let calls = 0; calls < 3; calls += 1) await errorOf(client.get('/items'));
    const giveUp = new AbortController();
    const first = await firstSent(() => client.get('/items', { signal: giveUp.signal }), tried);
    const waiting = Array.from({ length: 30 }, () => client.get('/items'));
    expect(client.breakerState).toBe('half-open');
    end(await tried, giveUp);
    await first.outcome;
    expect(client.breakerState).not.toBe('closed');
    expect((await Promise.all(waiting)).every(({ ok }) => ok)).toBe(true);
    expect([client.breakerState, server.requests.length]).toEqual(['closed', 34]);
  });

  it('three failures with other answers between them are not three in a row', async () => {
    await using setup = await withApi(
      (_request, response, index) => sendJson(response, {}, index % 5 === 0 ? 500 : 404),
      policy,
    );
    for (let calls = 0; calls < 15; calls += 1) await errorOf(setup.client.get('/items'));
    expect([setup.client.breakerState, setup.server.requests.length]).toEqual(['closed', 15]);
  });
});
