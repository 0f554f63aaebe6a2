import { parseLogQuery } from '@sightglass/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hitPattern, splitHits } from './highlight.ts';
import { termState, withoutTerm, withTerm, writeTerm } from './query-terms.ts';

describe('withTerm', () => {
  it.each([
    ['', 'stage', 'load', false, 'stage:load'],
    ['refused', 'stage', 'load', false, 'refused stage:load'],
    ['stage:load', 'stage', 'load', true, '-stage:load'],
    ['-stage:load x', 'stage', 'load', false, 'x stage:load'],
    ['', 'url', 'a b "c"', false, String.raw`url:"a b \"c\""`],
    ['"in this order" "word"', 'k', 'v', true, '"in this order" "word" -k:v'],
    ['time* -k:v* k:*', 'k', 'v', false, 'time* -k:v* k:* k:v'],
    ['', 'k', 'v*', false, 'k:"v*"'],
    ['a OR b', 'k', 'v', false, '(a OR b) k:v'],
    ['(a OR b) k:v', 'k', 'v', true, '(a OR b) -k:v'],
    ['NOT x', 'k', '>10', false, 'NOT x k:">10"'],
    ['', 'k', '10..20', false, 'k:"10..20"'],
    ['--v https://ex.org', 'k', '//v', false, '--v https://ex.org k:"//v"'],
  ])('%j with %s %s', (query, key, value, negated, expected) =>
    expect(withTerm(query, key, value, negated)).toBe(expected),
  );

  it('can be read back and taken out again, whatever the value', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.boolean(), (value, negated) => {
        const query = withTerm('word -"a phrase"', 'key', value, negated);
        expect(parseLogQuery(query).at(-1)).toMatchObject({ key: 'key', text: value, negated });
        expect(termState(query, 'key', value)).toBe(negated ? 'excluded' : 'wanted');
        expect(withoutTerm(query, 'key', value)).toBe('word -"a phrase"');
      }),
    );
  });
});

it('leaves what stands between OR and brackets as it is', () => {
  expect(withoutTerm('(a OR k:v) k:v', 'k', 'v')).toBe('(a OR k:v)');
  expect(withoutTerm('a OR b', 'k', 'v')).toBe('a OR b');
  expect(termState('a OR k:v', 'k', 'v')).toBe('none');
});

it('rewrites every other condition to mean what it meant', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('a*', '--a', 'k://v', 'key:val*', '-key:*', '"a*"', 'k:"v*"'),
  );
  fc.assert(
    fc.property(fc.array(text), (parts) => {
      const query = parts.join(' ');
      expect(parseLogQuery(withoutTerm(query, 'no such key', 'value'))).toEqual(parseLogQuery(query));
    }),
  );
});

it('quotes only what must be quoted', () => {
  expect(writeTerm({ negated: false, text: '503' })).toBe('503');
  expect(writeTerm({ negated: true, text: '-x' })).toBe('-"-x"');
});

describe('highlights', () => {
  it.each([
    ['refused', 'Connection Refused twice: refused', ['Refused', 'refused']],
    ['"by the" -not stage:load', 'killed by the system, not by load', ['by the']],
    ['"a.b(c"', 'x a.b(c y', ['a.b(c']],
    ['time*', 'Timeouts and overtime, one-time', ['Timeouts', 'time']],
    ['réf*', 'la référence', ['référence']],
    ['(flights OR rows) NOT (daily OR -load)', 'flights loaded rows daily', ['flights', 'load', 'rows']],
    ['-only key:value', 'only value', []],
    ['', 'anything', []],
  ])('%j in %j', (query, text, hits) => {
    const pieces = splitHits(text, hitPattern(query));
    expect(pieces.filter(({ isHit }) => isHit).map((piece) => piece.text)).toEqual(hits);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  });
});
