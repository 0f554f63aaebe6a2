import { expect, test } from 'vitest';
import { observe } from '../testing/observe.ts';

test('whatever a program throws or returns comes back as the very same value, also a Proxy that raises at every look', async () => {
  await using seen = await observe(`
    const no = () => { throw new Error('a trap of the program'); };
    const names = ['get', 'has', 'set', 'apply', 'getPrototypeOf', 'ownKeys', 'getOwnPropertyDescriptor', 'defineProperty', 'isExtensible'];
    const traps = Object.fromEntries(names.map((name) => [name, no]));
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const values = {
      object: new Proxy({}, traps), function: new Proxy(() => {}, traps), error: new Proxy(new Error('x'), traps), revoked: revoked.proxy,
      getters: Object.defineProperties(new Error('x'), Object.fromEntries(['message', 'stack', 'cause', 'name', 'code'].map((name) => [name, { get: no }]))),
      text: { toString: no, toJSON: no }, bare: Object.create(null), frozen: Object.freeze(new Error('f')), symbol: Symbol('s'), nothing: undefined,
    };
    const bodies = {
      run: async (run, value) => { throw value; },
      stage: (run, value) => run.stage('a', async () => { throw value; }),
      synchronous: (run, value) => run.stage('a', () => { throw value; }),
      rejected: (run, value) => run.stage('a', () => Promise.reject(value)),
      timed: (run, value) => run.stage('a', () => sdk.timed('t', () => { throw value; })()),
      caught: async (run, value) => { await run.stage('a', async () => { throw value; }).catch(() => {}); throw value; },
    };
    for (const [name, value] of Object.entries(values)) {
      for (const [where, body] of Object.entries(bodies)) {
        const came = await pipeline('hostile').run((run) => body(run, value)).then(() => ({}), (thrown) => ({ thrown }));
        if (!('thrown' in came) || !Object.is(came.thrown, value)) console.log('another value', name, where);
      }
      await pipeline('hostile').run((run) => {
        run.log.info('it', { value });
        run.stage('a', (stage) => { const back = sdk.timed('t', () => value)(); if (!Object.is(back, value)) console.log('another value', name, 'returned'); });
      });
    }
    console.log('done');`);
  expect(seen.result.stdout).toBe('done\n');
  expect(seen.result.code).toBe(0);
  expect(seen.result.stderr).toBe('');
  expect(seen.server.events('pipeline.run.finished')).toHaveLength(70);
});

test('texts of hundreds of megabytes are cut before they are copied', async () => {
  await using seen = await observe(
    `const { readFileSync } = await import('node:fs');
    const peak = () => Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
    await pipeline('long').run((run) => {
      const [a, b] = ['a', 'b'].map((letter) => Buffer.alloc(250_000_000, letter).toString('latin1'));
      const before = peak();
      run.log.info(a, { b });
      run.log.info('nested', { list: [a], under: { b } });
      console.log(Math.round(peak() - before));
    });`,
  );
  expect(seen.result.stderr).toBe('');
  expect(Number(seen.result.stdout)).toBeLessThan(200);
});
