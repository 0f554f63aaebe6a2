import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';
import { ConfigError } from './config-error.ts';
import { loadConfig } from './load.ts';

const load = (text: string, env: Record<string, string> = {}) => {
  const file = join(temporaryFolder(), 'sightglass.yaml');
  writeFileSync(file, text);
  return loadConfig({ env, file });
};

const complaint = (...given: Parameters<typeof load>): string => {
  try {
    load(...given);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('The settings were accepted.');
};

const watched = (url: string, headers = '{}') => `apis:
  - name: stock
    url: "${url}"
    headers: ${headers}
`;

test('headers of an API to watch come from the environment as they are', () => {
  const headers = '{ authorization: "Bearer ${TOKEN}", x-key: "env:KEY", x-price: "5 $ {or} $less" }';
  const { apis } = load(watched('http://s.test', headers), { TOKEN: 'a/b+c==', KEY: 'k 1' });
  expect(apis[0]?.headers).toEqual({ authorization: 'Bearer a/b+c==', 'x-key': 'k 1', 'x-price': '5 $ {or} $less' });
});

test('the URL of an API to watch takes them encoded', () => {
  const { apis } = load(watched('https://probe:${PASSWORD}@s.test/health?key=${KEY}'), {
    PASSWORD: 'p@ss',
    KEY: 'a&b',
  });
  expect(apis[0]?.url).toBe('https://probe:p%40ss@s.test/health?key=a%26b');
});

test('a URL may begin with one that holds where the API is', () => {
  const { apis } = load(watched('${STOCK}/health/${KEY}'), { STOCK: 'https://s.test:8443/v1', KEY: 'a/b' });
  expect(apis[0]?.url).toBe('https://s.test:8443/v1/health/a%2Fb');
});

test('the PostgreSQL server of the state does, too', () => {
  expect(load('stateUrl: postgres://me:${PASSWORD}@db/state\n', { PASSWORD: 'p@ss' }).stateUrl).toBe(
    'postgres://me:p%40ss@db/state',
  );
});

test('what the environment sets needs nothing of a file it stands over', () => {
  const env = { SIGHTGLASS_POSTGRES_URL: 'postgres://me:secret@db/state' };
  expect(load('stateUrl: env:ELSEWHERE\n', env).stateUrl).toBe('postgres://me:secret@db/state');
});

test.each([
  [
    'a header',
    watched('http://s.test', '{ authorization: "Bearer ${TOKEN}" }'),
    /yaml:4:31: apis\[0\] \(stock\): headers\.authorization: environment variable TOKEN is not set$/,
  ],
  ['a URL', watched('env:STOCK'), /yaml:3:10: apis\[0\] \(stock\): url: environment variable STOCK is not set$/],
  ['the state', 'stateUrl: env:STATE\n', /yaml:1:11: stateUrl: environment variable STATE is not set$/],
])('a variable that %s needs and that is missing is named with its line', (_name, text, expected) => {
  expect(complaint(text)).toMatch(expected);
});

test('all that are missing are named at once', () => {
  expect(complaint(watched('env:STOCK', '{ a: "${A}", b: "${B}" }')).split('\n')).toHaveLength(3);
});

test.each([
  ['a URL of another kind', watched('env:SECRET'), /apis\[0\] \(stock\): url: must be a http or https URL/],
  [
    'a header no server takes',
    watched('http://s.test', '{ a: "${SECRET}" }'),
    /apis\[0\] \(stock\): headers\.a: cannot be sent/,
  ],
  ['the state', 'stateUrl: env:SECRET\n', /stateUrl: must be a postgres or postgresql URL/],
  [
    'a password in an API',
    watched('http://me:hush@s.test'),
    /apis\[0\] \(stock\): url: a password does not belong in this file/,
  ],
  ['a password in the state', 'stateUrl: postgres://me:hush@db/x\n', /stateUrl: a password does not belong/],
])('%s is refused, and no secret repeated', (_name, text, expected) => {
  const words = complaint(text, { SECRET: 'hush\nhush' });
  expect(words).toMatch(expected);
  expect(words).not.toContain('hush');
});

test('a header whose name is none is refused', () => {
  expect(complaint(watched('http://s.test', '{ "a b": x }'))).toMatch(
    /apis\[0\] \(stock\): headers\.a b: is not a name of a header/,
  );
});
