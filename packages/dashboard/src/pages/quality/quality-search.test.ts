import type { ContractHealth } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import {
  findMeant,
  isNarrowed,
  namesOf,
  nearestContract,
  type QualitySearch,
  readQualitySearch,
  searchOf,
} from './quality-search.ts';

const known = (['shop/deliveries/deliveries', 'shop/deliveries/prices', 'bank/prices/'] as const).map((path) => {
  const [namespace, pipeline, contract] = path.split('/');
  return { namespace, pipeline, contract: contract || null } as ContractHealth;
});
const pathOf = (health: ContractHealth | undefined) =>
  health && `${health.namespace}/${health.pipeline}/${health.contract ?? ''}`;

test.each<[QualitySearch, string | undefined]>([
  [{ namespace: 'shop', pipeline: 'deliveries', contract: 'prices' }, 'shop/deliveries/prices'],
  [{ contract: 'prices' }, 'shop/deliveries/prices'],
  [{ pipeline: 'deliveries' }, 'shop/deliveries/deliveries'],
  [{ namespace: 'bank', pipeline: 'prices' }, 'bank/prices/'],
  [{ contract: 'zzz' }, undefined],
  [{ namespace: 'bank', contract: 'prices' }, undefined],
  [{ namespace: 'shop', pipeline: 'prices' }, undefined],
])('%o means %s', (search, found) => {
  expect(pathOf(findMeant(known, search))).toBe(found);
});

test.each<[QualitySearch, string | undefined]>([
  [{ contract: 'price' }, 'shop/deliveries/prices'],
  [{ contract: 'delievries' }, 'shop/deliveries/deliveries'],
  [{ pipeline: 'pricse' }, 'bank/prices/'],
  [{ contract: 'zzz' }, undefined],
  [{ contract: 'zzz', pipeline: 'prices' }, 'bank/prices/'],
])('nearest to %o is %s', (search, found) => {
  expect(pathOf(nearestContract(known, search))).toBe(found);
});

test('another contract is looked at in the list as it is narrowed', () => {
  const here = readQualitySearch({
    find: 'e',
    result: 'fail',
    sort: 'name',
    last: '7d',
    contract: 'zzz',
    pipeline: 'x',
  });
  expect(searchOf(known[2]!, here)).toEqual({
    find: 'e',
    result: 'fail',
    sort: 'name',
    last: '7d',
    namespace: 'bank',
    pipeline: 'prices',
  });
  expect(
    [{ contract: 'a', sort: 'name' }, { last: 'all' }, { last: '7d' }, { find: 'e' }].map((search) =>
      isNarrowed(readQualitySearch(search)),
    ),
  ).toEqual([false, false, true, true]);
});

test('what was looked for is named as far as the address names it', () => {
  expect(namesOf({ contract: 'zzz' })).toBe('contract "zzz"');
  expect(namesOf({ namespace: 'shop', pipeline: 'orders' })).toBe('a contract of pipeline "orders" in "shop"');
});
