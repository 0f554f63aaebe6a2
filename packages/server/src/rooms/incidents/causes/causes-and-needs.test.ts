import { type Finding, type Look, pipelineSubject, type RuleType, systemSubject } from '@sightglass/model/alerting';
import { expect, test } from 'vitest';
import { loadConfig } from '../../../config/load.ts';
import { plansOf } from '../../../plans/plans.ts';
import type { WatchedPipeline } from '../../../room.ts';
import { withCauses } from './with-causes.ts';
import { withNeeds } from './with-needs.ts';

const bad = (what: RuleType): Finding => ({
  what,
  is: 'bad',
  sinceMs: 0,
  sentence: ['x'],
  words: 'x',
  harm: 'no-data',
  runId: null,
  neededAtMs: null,
  retryEndsMs: null,
  causes: [],
});
const look = (subject: Look['subject'], ...findings: readonly Finding[]): Look => ({
  subject,
  criticality: null,
  usedBy: [],
  findings,
});
const causesOf = ({ findings }: Look) =>
  findings.map((finding) => [finding.what, finding.is === 'bad' ? finding.causes.map(({ key }) => key) : []]);

test('an outage is the cause of the run that failed and of data that does not come; a pipeline upstream only of waiting', () => {
  const { pipelines } = loadConfig({
    env: {},
    overrides: {
      pipelines: [
        { name: 'orders', namespace: 'shop' },
        { name: 'report', namespace: 'shop', dependsOn: ['orders'] },
      ],
    },
  });
  const outage = [{ key: 'warehouse cannot be reached', subject: systemSubject('database', 'warehouse') }];
  const causes = new Map([['shop/report', outage]]);
  const report = pipelineSubject('shop', 'report');
  const plans = plansOf(pipelines, {});
  const [failing, waiting] = withCauses(
    [
      look(report, bad('failed'), bad('late'), bad('ledger'), { what: 'outdated', is: 'well' }),
      look(report, { what: 'failed', is: 'well' }, bad('late'), bad('check-failed')),
    ],
    causes,
    plans,
  );
  const orders = '["pipeline","shop","orders"]';
  expect(causesOf(failing!)).toEqual([
    ['failed', ['warehouse cannot be reached']],
    ['late', ['warehouse cannot be reached', orders]],
    ['ledger', []],
    ['outdated', []],
  ]);
  expect(causesOf(waiting!)).toEqual([
    ['failed', []],
    ['late', [orders]],
    ['check-failed', []],
  ]);
});

test('what is down knows who uses it and is due next, the earliest of all and the earliest critical one', () => {
  const pipeline = (name: string, criticality: string | null, dueAtMs: number | null): WatchedPipeline => ({
    namespace: 'shop',
    name,
    criticality,
    owner: null,
    dueAtMs,
    failed: null,
  });
  const down = look(systemSubject('database', 'warehouse'), { ...bad('database-down'), harm: 'down' } as Finding);
  const [found] = withNeeds([down], () => ['shop/a', 'shop/b', 'shop/c', 'shop/gone'], [
    pipeline('a', null, 1),
    pipeline('b', 'Critical', 5),
    pipeline('c', 'critical', 3),
    pipeline('d', 'critical', 0),
  ]);
  expect(found?.findings).toMatchObject([
    {
      needs: [
        { pipeline: 'shop/c', atMs: 3 },
        { pipeline: 'shop/a', atMs: 1 },
      ],
    },
  ]);
});
