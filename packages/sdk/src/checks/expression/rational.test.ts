import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { times } from '../../../../../test/times.ts';
import { Rational, rationalOf } from './rational.ts';

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 25 }))
  .map(([digits, scale]) => ({ digits, scale, number: new Rational(digits, 10n ** BigInt(scale)) }));

describe('an exact number', () => {
  it.each([
    ['0.1', '0.2', '0.3'],
    ['9007199254740993', '1', '9007199254740994'],
    ['-1.50', '.5', '-1'],
    ['1e3', '1E-2', '1000.01'],
    ['12345678901234567890.12', '0.01', '12345678901234567890.13'],
  ])('%s + %s is %s', (one, two, sum) => {
    expect(rationalOf(one)!.plus(rationalOf(two)!).toString()).toBe(sum);
  });

  it.each(['', '-', '.', 'abc', '1,5', '0x10', '1e', '1e99999', 'NaN'])('is not in %j', (text) => {
    expect(rationalOf(text)).toBeUndefined();
  });

  it.each([
    ['2.345', 2, '2.35'],
    ['-2.345', 2, '-2.35'],
    ['2.5', 0, '3'],
    ['2.344', 2, '2.34'],
  ])('%s to %i decimals is %s', (text, decimals, rounded) => {
    expect(rationalOf(text)!.rounded(decimals).toString()).toBe(rounded);
  });

  it('is read as it is written, and compares, divides and goes back as mathematics has it', () => {
    fc.assert(
      fc.property(decimal, decimal, ({ number: one }, { number: two }) => {
        expect(rationalOf(one.toString())!.compare(one)).toBe(0);
        expect(one.plus(two).minus(two).compare(one)).toBe(0);
        expect(Math.sign(one.compare(two))).toBe(-Math.sign(two.compare(one)) || 0);
        if (two.over === 0n) return;
        expect(one.dividedBy(two).times(two).compare(one)).toBe(0);
        expect(one.modulo(two).magnitude().compare(two.magnitude())).toBe(-1);
      }),
      { numRuns: times(200) },
    );
  });
});
