import { expect, it } from 'vitest';
import { api } from './api.ts';
import { ApiDefinitionError } from './api-error.ts';

it.each<[string, () => unknown, string]>([
  ['no name', () => api(' ', { baseUrl: 'http://x.test' }), 'needs a name'],
  ['no URL', () => api('a', { baseUrl: 'x.test' }), "baseUrl is 'x.test', which is no http(s) URL"],
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
    "policy.fallback is 'ignore'; give fail, skip-row, use-cache, load-unenriched",
  ],
  [
    'shared inside the policy',
    () => api('a', { baseUrl: 'http://a.test', policy: { shared: true } as never }),
    "api 'a': policy.shared stands in the wrong place: give it beside policy, as api('a', { shared: …, policy: … })",
  ],
  [
    'a policy outside the policy',
    () => api('a', { baseUrl: 'http://a.test', timeoutMs: 800 } as never),
    "api 'a': timeoutMs stands in the wrong place: give it as policy: { timeoutMs: … }",
  ],
  [
    'a misspelt option',
    () => api('a', { baseUrl: 'http://a.test', policy: { brekaer: false } as never }),
    "api 'a': there is no option policy.brekaer; did you mean breaker?",
  ],
  [
    'an unknown option',
    () => api('a', { baseUrl: 'http://a.test', quux: 1 } as never),
    "api 'a': there is no option quux; there are baseUrl, headers, policy, shared, propagate",
  ],
  [
    'a shared that is no boolean',
    () => api('a', { baseUrl: 'http://a.test', shared: 'yes' } as never),
    "api 'a': shared is 'yes'; give true or false",
  ],
])('a declaration with %s is refused', (_name, declare, message) => {
  expect(declare).toThrow(ApiDefinitionError);
  expect(declare).toThrow(expect.objectContaining({ name: 'ApiDefinitionError' }) as Error);
  expect(declare).toThrow(message);
});
