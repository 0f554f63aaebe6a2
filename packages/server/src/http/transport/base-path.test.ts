import { expect, it } from 'vitest';
import { pageUnder } from '../dashboard.ts';
import { withoutBase } from './base-path.ts';

it.each([
  ['/sightglass', '/'],
  ['/sightglass/', '/'],
  ['/sightglass?x=1', '/?x=1'],
  ['/sightglass/api/v1/runs?limit=1', '/api/v1/runs?limit=1'],
  ['/healthz', '/healthz'],
  ['/sightglasses/x', '/sightglasses/x'],
  ['/sightglass//evil.example', '//evil.example'],
])('%s is answered as %s', (url, expected) =>
  expect(withoutBase('/sightglass')({ url } as Parameters<ReturnType<typeof withoutBase>>[0])).toBe(expected),
);

it('a page under a path names its files there, and nothing of elsewhere', () => {
  const html = '<html><head><script src="/a.js"></script><link href="//x/y"><a href="https://x/">';
  expect(pageUnder('/s', html)).toBe(
    '<html><head><meta name="sightglass-base" content="/s"><script src="/s/a.js"></script><link href="//x/y"><a href="https://x/">',
  );
});
