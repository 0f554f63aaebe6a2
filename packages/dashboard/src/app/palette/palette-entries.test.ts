import { expect, it } from 'vitest';
import { findEntries } from './palette-entries.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const runId = '0192002a-f0d7-7182-aa93-ec9533ae886b';

it.each([
  [
    '',
    [
      '/',
      '/runs',
      '/data',
      '/systems',
      '/data/contracts',
      '/systems?kind=database',
      '/systems?kind=api',
      '/logs',
      '/traces',
      '/metrics',
      '/services',
    ],
  ],
  ['apis', ['/systems?kind=api', '/systems', '/logs?q=apis']],
  ['01a22ad7', ['/runs/01a22ad7', '/logs?q=01a22ad7']],
  ['log', ['/logs', '/logs?q=log']],
  [traceId, [`/traces/${traceId}`, `/logs?q=${traceId}`]],
  [` ${runId} `, [`/runs/${runId}`, `/logs?q=${runId}`]],
  ['a&b', ['/logs?q=a%26b']],
])('%j leads to the right places', (typed, hrefs) => {
  expect(findEntries(typed).map(({ href }) => href)).toEqual(hrefs);
});

it('finds a dataset by its name or its namespace', () => {
  const datasets = [{ namespace: 'postgres://db:5432', name: 'shop.public.orders & more' }];
  const href = '/data/dataset?namespace=postgres%3A%2F%2Fdb%3A5432&name=shop.public.orders+%26+more';
  expect(findEntries('public.ord', { datasets })[0]).toMatchObject({ kind: 'dataset', href });
  expect(findEntries('db:5432', { datasets })[0]?.href).toBe(href);
});

it('what was gone to lately comes before what fits as well', () => {
  const recent = [{ key: 'x', kind: 'database', name: 'warehouse', detail: '', href: '/databases/warehouse' }] as const;
  expect(findEntries('', { recent })[0]?.href).toBe('/databases/warehouse');
  expect(findEntries('wrhs', { recent })[0]?.href).toBe('/databases/warehouse');
});
