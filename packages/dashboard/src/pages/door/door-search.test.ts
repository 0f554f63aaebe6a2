import { expect, it } from 'vitest';
import { readSignInSearch } from './door-search.ts';

it.each(['/', '/runs?last=7d', '/pipelines/default/a%20b#rows'])('"%s" is a page of the product', (next) =>
  expect(readSignInSearch({ next })).toEqual({ next }),
);

it.each([
  'https://evil.test/',
  '//evil.test',
  '/\\evil.test',
  '/\t/evil.test',
  'javascript:alert(1)',
  'runs',
  '',
  '/sign-in?next=/',
  7,
  undefined,
])('"%s" is not followed', (next) => expect(readSignInSearch({ next })).toEqual({}));
