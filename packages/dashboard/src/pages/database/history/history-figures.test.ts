import type { DatabaseStep } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { chartBands, historyCharts } from './history-figures.ts';

const step = (more: Partial<DatabaseStep>): DatabaseStep => ({
  at: '2026-05-01T10:00:00.000Z',
  checks: 0,
  failed: 0,
  durationMs: null,
  connections: null,
  waiting: null,
  commits: null,
  rollbacks: null,
  deadlocks: null,
  observed: { committed: 0, rolledBack: 0 },
  errors: {},
  ...more,
});
const chartsOf = (...items: DatabaseStep[]) =>
  historyCharts({ items }).map(({ title, summary, figures }) => ({
    title,
    summary,
    lines: figures.map(({ name, values }) => `${name} ${values.join(' ')}`),
  }));

test('what was not measured is not drawn', () => {
  expect(chartsOf(step({}), step({}))).toEqual([]);
  expect(chartsOf(step({ checks: 1, durationMs: { p50: 4, max: 9 } })).map(({ title }) => title)).toEqual([
    'Time of checks',
  ]);
});

test('transactions are those the database counts, else those of observed programs', () => {
  const observed = step({ observed: { committed: 7, rolledBack: 1 } });
  expect(chartsOf(observed)[0]).toMatchObject({
    summary: expect.stringMatching(/^of observed/),
    lines: ['Commits 7', 'Rollbacks 1'],
  });
  const sampled = chartsOf(observed, step({ commits: 90, rollbacks: 2 }));
  expect(sampled[0]).toMatchObject({
    summary: expect.stringMatching(/^of all/),
    lines: ['Commits  90', 'Rollbacks  2'],
  });
});

test('errors are drawn by class, the commonest by name', () => {
  const [errors] = chartsOf(
    step({ errors: { refused: 5, deadlock: 2, timeout: 1, dns: 1 } }),
    step({ errors: { refused: 1 }, deadlocks: 3 }),
    step({}),
    step({ checks: 1 }),
  );
  expect(errors).toMatchObject({
    summary: '10 in all: refused solid, deadlock dashed, others dotted',
    lines: ['refused 5 1  0', 'deadlock 2 0  0', 'others 2 0  0', 'Deadlocks  3  '],
  });
});

test('a band that lasts reaches to the end', () => {
  const band = { sessions: 0, runs: [], from: '2026-05-01T10:00:00.000Z', to: null };
  const fromMs = Date.parse(band.from);
  expect(chartBands([{ ...band, kind: 'down' }], fromMs + 5_000)).toEqual([
    { name: 'down', fromMs, toMs: fromMs + 5_000, role: 'bad', lane: 'lower' },
  ]);
});
