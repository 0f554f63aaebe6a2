import fc from 'fast-check';
import { expect, it } from 'vitest';
import { times } from '../../../../../test/times.ts';
import { ExactSum } from './exact-sum.ts';

const sumOf = (texts: readonly string[]): string => {
  const sum = new ExactSum();
  for (const text of texts) {
    const bytes = Buffer.from(`,${text},`);
    sum.add(bytes, 1, bytes.length - 1);
  }
  return sum.value().toString();
};

it.each([
  [['0.1', '0.2'], '0.3'],
  [Array.from({ length: 1000 }, () => '0.10'), '100'],
  [['9007199254740993', '-1', '1e-3'], '9007199254740992.001'],
  [['99999999999999.9', '99999999999999.9', '-0.05'], '199999999999999.75'],
  [['-999999999999999', '-999999999999999', '+1'], '-1999999999999997'],
  [[], '0'],
])('%j add up to %s', (texts, sum) => {
  expect(sumOf(texts)).toBe(sum);
});

it.each(['', '-', '.', '1,5', 'x', '1e9999'])('%j is not added', (text) => {
  const bytes = Buffer.from(text);
  expect(new ExactSum().add(bytes, 0, bytes.length)).toBe(false);
});

it('a sum of decimals has every digit, in any order', () => {
  const cents = fc.array(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), { maxLength: 60 });
  fc.assert(
    fc.property(cents, (all) => {
      const texts = all.map((one) => {
        const digits = (one < 0n ? -one : one).toString().padStart(3, '0');
        return `${one < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
      });
      const [sum, wanted] = [sumOf(texts), sumOf(texts.toReversed())];
      expect(sum).toBe(wanted);
      const [whole = '0', part = ''] = sum.replace('-', '').split('.');
      const found = BigInt(whole + part.padEnd(2, '0')) * (sum.startsWith('-') ? -1n : 1n);
      expect(found).toBe(all.reduce((left, right) => left + right, 0n));
    }),
    { numRuns: times(200) },
  );
});
