import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiError } from '../packages/sdk/src/external-api/api-error.ts';
import { createBreaker } from '../packages/sdk/src/external-api/breaker/breaker.ts';
import { createSharedBreaker } from '../packages/sdk/src/external-api/breaker/shared-breaker.ts';
import { createSharedState, type SharedStateClient } from '../packages/sdk/src/external-api/breaker/shared-state.ts';
import { startTestApi, type TestApi } from '../packages/server/src/rooms/_api.ts';
import { times } from './times.ts';

let server: TestApi;
let url = '';
beforeAll(async () => {
  server = await startTestApi();
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
});
afterAll(() => server[Symbol.asyncDispose]());

const options = { failuresInARow: 2, halfOpenAfterMs: 20 };
type Ending = 'answered' | '5xx' | '429' | 'abort';

interface Sent {
  readonly isTrial: boolean;
  end(how: Ending): void;
}

/** An answer that comes too late counts as none, and then each process tries a call of its own: here none does, however busy the machine. */
const patient = { staleAfterMs: 0, requestTimeoutMs: 60_000 };

/** Processes that share the breaker of one API, and what they have sent to it. */
const startProcesses = (name: string, count: number) => {
  const open = new Set<Sent>();
  let mostTrials = 0;
  const send = async (isTrial: boolean, giveUp: AbortController): Promise<void> => {
    const answer = Promise.withResolvers<void>();
    const end = (how: Ending) => {
      if (how === 'abort') giveUp.abort(new Error('stop'));
      if (how === 'answered') return answer.resolve();
      const errorClass = how === 'abort' ? 'aborted' : how;
      answer.reject(new ApiError({ dependency: name, endpoint: 'GET /', errorClass, problem: how }));
    };
    const sent: Sent = { isTrial, end };
    open.add(sent);
    mostTrials = Math.max(mostTrials, [...open].filter((each) => each.isTrial).length);
    await answer.promise.finally(() => open.delete(sent));
  };
  const processes = Array.from({ length: count }, () => {
    const client = createSharedState(url, name, patient);
    let isClosed = false;
    const claim: SharedStateClient['claim'] = async (request) => {
      const answer = await client.claim(request);
      isClosed = answer.openForMs === undefined;
      return answer;
    };
    const shared = createSharedBreaker({ state: { ...client, claim }, options, timeoutMs: 60_000 });
    const own = createBreaker({
      options,
      onChange: shared.changed,
      onUndecided: shared.undecided,
      mayTry: () => shared.mayTry(own.id),
    });
    const joined = shared.joined(own);
    return async (): Promise<string> => {
      const giveUp = new AbortController();
      // Once the call that was tried has closed the breaker for all, each that had opened it itself begins with one of its own.
      const request = () => send(own.state === 'half-open' && !isClosed, giveUp);
      return joined.execute(request, giveUp.signal).then(
        () => 'answered',
        (error: Error & { errorClass?: string }) => error.errorClass ?? error.message,
      );
    };
  });
  return { processes, open, mostTrials: () => mostTrials };
};

const ending = fc.constantFrom<Ending>('answered', '5xx', '5xx', '429', 'abort');
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ call: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ end: ending, which: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ waitMs: fc.integer({ min: 1, max: 30 }) }) },
);

/** Until no process waits for the server. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 10));

let run = 0;
test('of all processes one call is tried after an opening, and in the end all are let through again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const { processes, open, mostTrials } = startProcesses(`shared-${(run += 1)}`, 4);
      const calls: Promise<string>[] = [];
      for (const next of steps) {
        if ('call' in next) calls.push(processes[next.call]?.() ?? Promise.resolve(''));
        else if ('waitMs' in next) await new Promise((resolve) => setTimeout(resolve, next.waitMs));
        else [...open].at(next.which % Math.max(1, open.size))?.end(next.end);
        await settled();
      }
      const answering = setInterval(() => open.forEach((sent) => sent.end('answered')), 1);
      const all = () => Promise.all(processes.map((call) => call()));
      await expect
        .poll(all, { timeout: 60_000 })
        .toEqual(processes.map(() => 'answered'))
        .finally(() => clearInterval(answering));
      expect(mostTrials()).toBeLessThanOrEqual(1);
      await Promise.all(calls);
    }),
    { numRuns: times(8), endOnFailure: true },
  );
});
