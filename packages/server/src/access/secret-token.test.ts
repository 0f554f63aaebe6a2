import fc from 'fast-check';
import { expect, it } from 'vitest';
import { looksLikeToken, newToken, type TokenKind } from './secret-token.ts';

const kinds: readonly TokenKind[] = ['api', 'ingest', 'share'];
const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');

it.each(kinds)('a token of kind %s says so, and is known as one', (kind) => {
  const token = newToken(kind);
  expect(token).toMatch(new RegExp(`^sg_${kind}_[A-Za-z0-9_-]{38}$`, 'u'));
  expect(looksLikeToken(token)).toBe(true);
});

it('a token with any other character in its place is none', () =>
  fc.assert(
    fc.property(fc.nat(37), fc.constantFrom(...letters), (place, letter) => {
      const token = newToken('api');
      const at = 'sg_api_'.length + place;
      fc.pre(token[at] !== letter);
      expect(looksLikeToken(`${token.slice(0, at)}${letter}${token.slice(at + 1)}`)).toBe(false);
    }),
  ));

it.each([
  '',
  'sg_api_',
  'sg_other_' + 'a'.repeat(38),
  `${newToken('api')}x`,
  ` ${newToken('api')}`,
  'sg_api_' + 'ä'.repeat(38),
])('"%s" is none', (text) => expect(looksLikeToken(text)).toBe(false));
