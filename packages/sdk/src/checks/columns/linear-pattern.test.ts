import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isLinear } from './linear-pattern.ts';
import { endsInTime } from './pattern.ts';

it.each(['[A-Z]{3}', 'ORD-\\d+', 'open|paid', '.+@example', 'a{2,5}', '', 'x?y'])('%s is', (pattern) => {
  expect(isLinear(pattern)).toBe(true);
});

it.each([
  '(a+)+',
  '(a|a)*',
  '(?:a|a)'.repeat(26),
  '(?:a|aa)+b',
  'a*a*b',
  'a?a?aa',
  'a{0,9}a{0,9}b',
  '(a+)\\1',
  '(?=a+b)a',
  '[^@]+@[^@]+',
])('%s may not be', (pattern) => {
  expect(isLinear(pattern)).toBe(false);
});

it('what is said to be linear ends soon, though the text all but matches', () => {
  const parts = fc.constantFrom(
    'a',
    '[ab]',
    '(?:a|b)',
    '(?:a|aa)',
    '.',
    'a+',
    'a*',
    'a?',
    '(a+)+',
    '(?:a|a)*',
    'a{0,30}',
  );
  const pattern = fc.array(parts, { minLength: 1, maxLength: 6 }).map((own) => own.join(''));
  fc.assert(
    fc.property(pattern.filter(isLinear), (own) => {
      const whole = new RegExp(`^(?:${own})$`, 'u');
      expect(endsInTime(() => expect(whole.test(`${'a'.repeat(20_000)}\n`)).toBe(false), 5_000)).toBe(true);
    }),
  );
});
