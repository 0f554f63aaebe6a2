import { expect, it } from 'vitest';
import { breakerSpan } from '../../../external-apis/testing.ts';
import { breakerLanes, byHand } from './breaker-lanes.ts';

const window = { fromMs: Date.parse('2026-11-23T02:00:00Z'), toMs: Date.parse('2026-11-23T03:00:00Z') };
const shared = {
  name: 'airports',
  isolated: true,
  reason: 'maintenance',
  openUntil: null,
  openForMs: null,
  halfOpen: false,
  openedBy: null,
  changedAt: '2026-11-23T02:30:00Z',
};

it('has a lane for each pipeline, bands as shares of the window, cut at its edges', () => {
  const breakerSpans = [
    breakerSpan({ pipeline: 'stock', from: '2026-11-23T01:00:00Z', to: '2026-11-23T02:15:00Z' }),
    breakerSpan({ from: '2026-11-23T02:30:00Z', to: '2026-11-23T02:45:00Z' }),
    breakerSpan({ state: 'half-open', from: '2026-11-23T02:45:00Z' }),
    breakerSpan({ pipeline: 'later', from: '2026-11-23T04:00:00Z' }),
  ];
  expect(breakerLanes({ breakerSpans, shared: null }, window)).toEqual([
    {
      name: 'flights',
      bands: [
        { state: 'open', from: 0.5, to: 0.75 },
        { state: 'half-open', from: 0.75, to: 1 },
      ],
    },
    { name: 'stock', bands: [{ state: 'open', from: 0, to: 0.25 }] },
  ]);
});

it('keeps pipelines of one name apart, and what happened outside any', () => {
  const breakerSpans = [
    breakerSpan({ pipeline: 'stock' }),
    breakerSpan({ namespace: 'shop' }),
    breakerSpan(),
    breakerSpan(),
    breakerSpan({ namespace: 'default', pipeline: '', runId: '' }),
  ];
  const lanes = breakerLanes({ breakerSpans, shared: null }, window);
  expect(lanes.map(({ name, bands }) => [name, bands.length])).toEqual([
    ['examples / flights', 2],
    ['outside a run', 1],
    ['shop / flights', 1],
    ['stock', 1],
  ]);
});

it('shows what a person holds open', () => {
  expect(breakerLanes({ breakerSpans: [], shared }, window)).toEqual([
    { name: byHand, bands: [{ state: 'isolated', from: 0.5, to: 1 }] },
  ]);
  expect(breakerLanes({ breakerSpans: [], shared: { ...shared, isolated: false } }, window)).toEqual([]);
});
