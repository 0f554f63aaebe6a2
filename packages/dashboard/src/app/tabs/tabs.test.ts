import { expect, it } from 'vitest';
import { dataPages, explorePages, isBehind, tabAt } from './tabs.ts';

it.each([
  ['/', 'home'],
  ['/pipelines/shop/orders', 'home'],
  ['/pipelines/shop/runs', 'home'],
  ['/pipelines/shop/orders/runs/0192', 'runs'],
  ['/runs', 'runs'],
  ['/runs/compare', 'runs'],
  ['/runs/0192', 'runs'],
  ['/data', 'data'],
  ['/systems', 'systems'],
  ['/databases/warehouse', 'systems'],
  ['/apis/airports', 'systems'],
  ['/logs', 'explore'],
  ['/traces/0af7', 'explore'],
  ['/traces', 'explore'],
  ['/metrics', 'explore'],
  ['/services', 'explore'],
  ['/span-rules', 'explore'],
  ['/runsheet', null],
  ['/no/such/page', null],
])('%s is under the tab %s', (pathname, tab) => {
  expect(tabAt(pathname)).toBe(tab);
});

it.each([
  ['/data', ['Datasets']],
  ['/data/dataset', ['Datasets']],
  ['/data/contracts', ['Contracts']],
])('%s is behind %j', (pathname, names) => {
  expect(dataPages.filter(({ to }) => isBehind(to, pathname)).map(({ name }) => name)).toEqual(names);
});

it.each([
  ['/services', ['Services']],
  ['/span-rules', ['Services']],
  ['/traces/abc', ['Traces']],
])('of Explore %s is behind %j', (pathname, names) => {
  expect(explorePages.filter(({ to }) => isBehind(to, pathname)).map(({ name }) => name)).toEqual(names);
});
