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
      '/incidents',
      '/data/contracts',
      '/systems?kind=database',
      '/systems?kind=api',
      '/logs',
      '/traces',
      '/metrics',
      '/services',
      '/span-rules',
      '/settings',
    ],
  ],
  ['apis', ['/systems?kind=api', '/systems', '/logs?q=apis']],
  ['01a22ad7', ['/runs/01a22ad7', '/logs?q=01a22ad7']],
  ['retention', ['/settings', '/logs?q=retention']],
  ['log', ['/logs', '/logs?q=log']],
  [traceId, [`/traces/${traceId}`, `/logs?q=${traceId}`]],
  [` ${runId} `, [`/runs/${runId}`, `/logs?q=${runId}`]],
  ['INC-12', ['/incidents/12', '/logs?q=INC-12']],
  ['a&b', ['/logs?q=a%26b']],
])('%j leads to the right places', (typed, hrefs) => {
  expect(findEntries(typed).map(({ href }) => href)).toEqual(hrefs);
});

it('what the server finds has its state, and needs no guess of a run', () => {
  const found = [
    {
      kind: 'run',
      name: '01a22ad7-x',
      detail: 'shop / orders',
      page: '/pipelines/shop/orders/runs/01a22ad7-x',
      at: null,
      shown: { id: 'failed', word: 'Failed', tone: 'bad' },
    },
    { kind: 'api', name: 'rates', detail: '', page: '/apis/rates', at: null, shown: null },
  ] as const;
  expect(findEntries('01a22ad7', { found }).map(({ href, shown }) => [href, shown?.word])).toEqual([
    ['/pipelines/shop/orders/runs/01a22ad7-x', 'Failed'],
    ['/apis/rates', undefined],
    ['/logs?q=01a22ad7', undefined],
  ]);
});

it('what was found for other words is there only where it fits these', () => {
  const found = [{ kind: 'api', name: 'rates', detail: '', page: '/apis/rates', at: null, shown: null }] as const;
  const hrefs = (typed: string, isAnswered: boolean) =>
    findEntries(typed, { found, isAnswered }).some(({ href }) => href === '/apis/rates');
  expect([hrefs('rat', false), hrefs('zzz', false), hrefs('zzz', true)]).toEqual([true, false, true]);
});

it('what was gone to lately comes before what fits as well', () => {
  const recent = [{ key: 'x', kind: 'database', name: 'warehouse', detail: '', href: '/databases/warehouse' }] as const;
  expect(findEntries('', { recent })[0]?.href).toBe('/databases/warehouse');
  expect(findEntries('wrhs', { recent })[0]?.href).toBe('/databases/warehouse');
});
