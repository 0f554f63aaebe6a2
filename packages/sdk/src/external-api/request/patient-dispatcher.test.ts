import { afterEach, expect, it } from 'vitest';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { errorOf, withApi } from '../../../testing/api-client.ts';

const usual = getGlobalDispatcher();
afterEach(() => setGlobalDispatcher(usual));

it.each([
  [600_000, { ok: true, body: 'late' }],
  [60_000, { errorClass: 'timeout' }],
])(
  'a timeout of %i ms holds against the limits of undici as far as it is longer than they are',
  async (timeoutMs, expected) => {
    await using agent = agentFor();
    setGlobalDispatcher(agent.agent);
    await using setup = await withApi(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/plain' }).flushHeaders();
        setTimeout(() => response.end('late'), 2_500);
      },
      { timeoutMs, retry: false },
    );
    const call = setup.client.get('/items');
    expect('ok' in expected ? await call : await errorOf(call)).toMatchObject(expected);
  },
);

/** Waits for a part of a body no longer than one of its coarse ticks, which are of a second. */
const agentFor = () => {
  const agent = new Agent({ bodyTimeout: 500 });
  return { agent, [Symbol.asyncDispose]: () => agent.destroy() };
};
