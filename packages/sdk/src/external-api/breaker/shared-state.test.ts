import { afterEach, expect, it, vi } from 'vitest';
import { sendJson, startHttpApi } from '../../../testing/http-api.ts';
import { createBreaker, type BreakerChange } from './breaker.ts';
import { createSharedBreaker } from './shared-breaker.ts';
import { createSharedState } from './shared-state.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const closed = { isolated: false, reason: '', openUntil: null, openForMs: null, halfOpen: false, openedBy: null };

/** A server that answers what it is told to, and what it was sent. */
const startServer = async (name: string) => {
  const bodies: unknown[] = [];
  const answer = { status: 200, body: closed as object, date: undefined as string | undefined };
  const server = await startHttpApi((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      bodies.push([request.method, request.url?.split('/').at(-1), text === '' ? undefined : JSON.parse(text)]);
      const date = answer.date === undefined ? {} : { date: answer.date };
      sendJson(response, answer.body, answer.status, { connection: 'close', ...date });
    });
  });
  const state = createSharedState(server.url, name);
  /** Another answer, which is asked for as the one before is out of date. */
  const answersNext = async (next: Partial<typeof answer>) => {
    Object.assign(answer, next);
    const before = server.requests.length;
    vi.advanceTimersByTime(3_000);
    await state.current();
    await expect.poll(() => server.requests.length).toBeGreaterThan(before);
    await expect.poll(async () => settledBy(state)).toBe(true);
  };
  const settledBy = async (own: typeof state) => (await own.claim({ by: 'me', forMs: 1 }), true);
  return { state, bodies, answer, answersNext, [Symbol.asyncDispose]: server[Symbol.asyncDispose] };
};

const breakerOn = (state: ReturnType<typeof createSharedState>) => {
  const changes: BreakerChange[] = [];
  const options = { failuresInARow: 1, halfOpenAfterMs: 3_600_001 };
  const shared = createSharedBreaker({ state, options, timeoutMs: 10_000 });
  const own = createBreaker({
    options,
    onChange: (change) => {
      changes.push(change);
      shared.changed(change);
    },
    mayTry: () => shared.mayTry(own.id),
  });
  const joined = shared.joined(own);
  const call = () =>
    joined.execute(async () => 'answered').catch((error: Error & { errorClass?: string }) => error.errorClass);
  return { call, changes, own };
};

it('what a person stopped stays stopped while the server does not answer, and the trouble is told once', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await using server = await startServer('isolation');
  server.answer.body = { ...closed, isolated: true, reason: 'maintenance' };
  const { call } = breakerOn(server.state);
  expect(await call()).toBe('isolated');
  for (const status of [503, 502, 400]) {
    await server.answersNext({ status, body: { detail: 'no' } });
    expect(await call()).toBe('isolated');
  }
  await server.answersNext({ status: 200, body: closed });
  expect(await call()).toBe('answered');
  expect(told.mock.calls.map(([text]) => text)).toEqual([
    expect.stringMatching(
      /^sightglass: the breaker of "isolation" is not shared for now: .* answered HTTP 503, "no"; /u,
    ),
  ]);
});

it.each([-60_000, 60_000])(
  'an opening lasts as long as the server says, though its clock is %i ms off',
  async (offMs) => {
    vi.useFakeTimers({ toFake: ['performance'] });
    await using server = await startServer('clocks');
    const openUntil = new Date(Date.now() + offMs + 1_500).toISOString();
    server.answer.body = { ...closed, openUntil, openForMs: 1_500, openedBy: 'b2', reason: 'HTTP 503' };
    const { call } = breakerOn(server.state);
    expect(await call()).toBe('breaker_open');
    vi.advanceTimersByTime(1_400);
    expect(await call()).toBe('breaker_open');
    vi.advanceTimersByTime(200);
    server.answer.body = { ...closed, granted: true };
    expect(await call()).toBe('answered');
    await server.state.claim({ by: 'me', forMs: 1 });
  },
);

it.each([-60_000, 0, 60_000])(
  'of a server that only says until when, %i ms off, its own clock counts',
  async (offMs) => {
    await using server = await startServer('before');
    const serverNowMs = Date.now() + offMs;
    server.answer.date = new Date(serverNowMs).toUTCString();
    server.answer.body = {
      isolated: false,
      reason: 'HTTP 503',
      openUntil: new Date(serverNowMs + 10_000).toISOString(),
      openedBy: 'b2',
    };
    const { openForMs } = await server.state.current();
    expect(openForMs).toBeGreaterThan(8_000);
    expect(openForMs).toBeLessThan(12_000);
  },
);

it('a call long after the last one waits for what the server says now', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  await using server = await startServer('seldom');
  const { call } = breakerOn(server.state);
  expect(await call()).toBe('answered');
  server.answer.body = { ...closed, isolated: true, reason: 'maintenance' };
  vi.advanceTimersByTime(600_000);
  expect(await call()).toBe('isolated');
});

it('an opening is told with the limits of the server, whatever the breaker has', async () => {
  await using server = await startServer('limits');
  server.state.publish({ openForMs: 2 ** 31 + 5, by: 'b1', reason: `${'x'.repeat(499)}🙂` });
  await server.state.claim({ by: 'b1', forMs: 1 });
  expect(server.bodies[0]).toEqual([
    'PUT',
    'breaker',
    { openForMs: 2 ** 31 - 1, by: 'b1', reason: `${'x'.repeat(499)}\uFFFD` },
  ]);
});

it('a call may be tried where the server cannot be asked', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const state = createSharedState('http://127.0.0.1:9', 'nobody');
  expect(await state.claim({ by: 'b1', forMs: 1 })).toMatchObject({ isGranted: true });
});
