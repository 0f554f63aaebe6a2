import fc from 'fast-check';
import { expect, it } from 'vitest';
import { api } from '../api.ts';
import { ApiDefinitionError } from '../api-error.ts';
import { settlePolicy } from './policy.ts';

const withPolicy = (policy: object) => () => api('a', { baseUrl: 'http://a.test', policy: policy as never });

it.each<[string, () => unknown, string]>([
  ['no name', () => api(' ', { baseUrl: 'http://x.test' }), 'needs a name'],
  ['no URL', () => api('a', { baseUrl: 'x.test' }), 'baseUrl is "x.test", which is not an http(s) URL'],
  [
    'credentials in its URL',
    () => api('a', { baseUrl: 'http://user:pass@x.test' }),
    'baseUrl holds credentials; send them as headers: { authorization: … }',
  ],
  [
    'no attempts',
    () => api('a', { baseUrl: 'http://x.test', policy: { retry: { attempts: 0 } } }),
    'policy.retry.attempts is 0',
  ],
  ['no time', () => api('a', { baseUrl: 'http://x.test', policy: { timeoutMs: NaN } }), 'policy.timeoutMs is NaN'],
  [
    'unknown fallback',
    () => api('a', { baseUrl: 'http://x.test', policy: { fallback: 'ignore' as never } }),
    'policy.fallback is "ignore"; give fail, skip-row, use-cache, load-unenriched',
  ],
  [
    'shared inside the policy',
    () => api('a', { baseUrl: 'http://a.test', policy: { shared: true } as never }),
    'api "a": policy.shared is in the wrong place: give it beside policy, as api(\'a\', { shared: …, policy: … })',
  ],
  [
    'a policy outside the policy',
    () => api('a', { baseUrl: 'http://a.test', timeoutMs: 800 } as never),
    'api "a": timeoutMs is in the wrong place: give it as policy: { timeoutMs: … }',
  ],
  [
    'a misspelt option',
    () => api('a', { baseUrl: 'http://a.test', policy: { brekaer: false } as never }),
    'api "a": there is no option policy.brekaer; did you mean breaker?',
  ],
  [
    'an unknown option',
    () => api('a', { baseUrl: 'http://a.test', quux: 1 } as never),
    'api "a": there is no option quux; there are baseUrl, headers, policy, shared, propagate',
  ],
  [
    'a shared that is no boolean',
    () => api('a', { baseUrl: 'http://a.test', shared: 'yes' } as never),
    'api "a": shared is "yes"; give true or false',
  ],
  ...['\0', '\uD800', '.', '..', 'x'.repeat(201)].map((name): [string, () => unknown, string] => [
    `a shared breaker called ${JSON.stringify(name).slice(0, 10)}`,
    (): unknown => api(name, { baseUrl: 'http://a.test', shared: true }),
    ': shared needs a',
  ]),
  ['half a request at a time', withPolicy({ bulkhead: { concurrent: 1.5 } }), 'is 1.5; give a whole number'],
  ['half an attempt', withPolicy({ retry: { attempts: 2.5 } }), 'policy.retry.attempts is 2.5; give a whole number'],
  ['a policy that is none', withPolicy('fast' as never), 'api "a": policy is "fast"; give { timeoutMs: …, retry: …'],
  [
    'a misspelt option in a part of the policy',
    withPolicy({ retry: { atempts: 5 } }),
    'api "a": there is no option policy.retry.atempts; did you mean attempts?',
  ],
  [
    'a part of the policy one level too high',
    withPolicy({ halfOpenAfterMs: 5 }),
    'api "a": policy.halfOpenAfterMs is in the wrong place: give it as policy: { breaker: { halfOpenAfterMs: … } }',
  ],
  [
    'an option of the policy one level too low',
    withPolicy({ cache: { fallback: 'fail' } }),
    'api "a": policy.cache.fallback is in the wrong place: give it as policy: { fallback: … }',
  ],
  [
    'a number where names belong',
    withPolicy({ retry: 3 }),
    'api "a": policy.retry is 3; give { attempts: …, waitMs: …, mostWaitMs: …, unsafe: … } or false',
  ],
  [
    'a part that cannot be turned off',
    withPolicy({ cache: false }),
    'api "a": policy.cache is false; give { freshForMs: …, entries: … }',
  ],
  ['a number as text', withPolicy({ retry: { attempts: '3' } }), 'policy.retry.attempts is "3"; give a number of 1'],
  ['attempts without end', withPolicy({ retry: { attempts: Infinity } }), 'policy.retry.attempts is Infinity'],
  ['a time that no timer knows', withPolicy({ timeoutMs: 3e9 }), 'policy.timeoutMs is 3000000000; give a number of 1'],
  ['unsafe in words', withPolicy({ retry: { unsafe: 'no' } }), 'policy.retry.unsafe is "no"; give true or false'],
  [
    'a header without a value',
    () => api('a', { baseUrl: 'http://a.test', headers: { authorization: undefined as never } }),
    'api "a": headers.authorization is undefined; give text',
  ],
])('a declaration with %s is refused', (_name, declare, message) => {
  expect(declare).toThrow(ApiDefinitionError);
  expect(declare).toThrow(expect.objectContaining({ name: 'ApiDefinitionError' }) as Error);
  expect(declare).toThrow(message);
});

const known = {
  retry: ['attempts', 'waitMs', 'mostWaitMs', 'unsafe'],
  breaker: ['failuresInARow', 'halfOpenAfterMs'],
  bulkhead: ['concurrent', 'queued'],
  cache: ['freshForMs', 'entries'],
} as const;
type Part = keyof typeof known;

it('names that do not exist are refused in every part of a policy, and what there is instead is named', () => {
  const parts = fc.constantFrom(...(Object.keys(known) as Part[]));
  fc.assert(
    fc.property(parts, fc.string({ minLength: 1 }), fc.anything(), (part, name, value) => {
      fc.pre(!known[part].some((own) => own === name) && name !== '__proto__');
      let message = '';
      try {
        withPolicy({ [part]: { [name]: value } })();
      } catch (error) {
        expect(error).toBeInstanceOf(ApiDefinitionError);
        ({ message } = error as Error);
      }
      expect(message).toContain(`policy.${part}.${name}`);
      const isNamed = known[part].some((own) => message.includes(own));
      expect(isNamed || message.includes('wrong place')).toBe(true);
    }),
  );
});

it.each(Object.entries(known).flatMap(([part, names]) => names.map((name) => [part, name])))(
  'an option that is left undefined is the usual one: %s.%s',
  (part, name) => {
    expect(settlePolicy('a', { [part]: { [name]: undefined } })).toEqual(settlePolicy('a', {}));
  },
);
