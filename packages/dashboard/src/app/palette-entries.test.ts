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
      '/systems?kind=database',
      '/systems?kind=api',
      '/logs',
      '/traces',
      '/metrics',
      '/services',
    ],
  ],
  ['apis', ['/systems', '/systems?kind=api', '/logs?q=apis']],
  ['log', ['/logs', '/logs?q=log']],
  [traceId, [`/traces/${traceId}`, `/logs?q=${traceId}`]],
  [` ${runId} `, [`/runs/${runId}`, `/logs?q=${runId}`]],
  ['a&b', ['/logs?q=a%26b']],
])('%j leads to the right places', (typed, hrefs) => {
  expect(findEntries(typed, []).map(({ href }) => href)).toEqual(hrefs);
});
