import { expect, it } from 'vitest';
import { misfit, misfitOfThing } from './fuzzy.ts';

it.each([
  ['orders', 'purchase-reorders, orders shop, all orders', 'orders shop, all orders, purchase-reorders'],
  ['shop ord', 'stock shop, orders shop', 'orders shop'],
  ['ordrs', 'orders, stock', 'orders'],
  ['wrhs', 'warehouse postgresql, crm mysql', 'warehouse postgresql'],
])('"%s" finds among %s the best first: %s', (typed, texts, found) => {
  const words = typed.split(' ');
  const fits = texts.split(', ').filter((text) => misfit(words, text) !== null);
  expect(fits.toSorted((a, b) => (misfit(words, a) ?? 0) - (misfit(words, b) ?? 0)).join(', ')).toBe(found);
});

it('letters that are strewn all over, or in another order, are not meant', () => {
  expect(misfit(['ord'], 'our large and old one')).toBeNull();
  expect(misfit(['true'], 'last run of sensors')).toBeNull();
  expect(misfit(['dro'], 'orders')).toBeNull();
});

it.each([
  ['orders', 'orders of shop, reorders of shop, order lines of orders'],
  ['ordrs shop', 'orders of shop, lines of shop orders'],
])('"%s" fits names before what they belong to: %s', (typed, things) => {
  const fits = things.split(', ').map((thing) => {
    const [name = '', detail = ''] = thing.split(' of ');
    return misfitOfThing(typed.split(' '), name, detail) ?? Infinity;
  });
  expect(fits).toEqual(fits.toSorted((a, b) => a - b));
  expect(misfitOfThing(typed.split(' '), 'stock', 'bank')).toBeNull();
});
