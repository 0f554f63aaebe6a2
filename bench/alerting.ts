// What it costs to decide about alerts, and to store what follows: 1,000 pipelines by 50 rules, a tick every 15 s. In every 20th tick a database goes
// and 200 pipelines fail by it, in every 10th after it they are well again; some others fail and end all the time. What rooms read of the engine
// is not part of it: looks are kept while nothing is stored about a pipeline.
//   node --conditions=@sightglass/source bench/alerting.ts [--pipelines 1000] [--rules 50] [--ticks 240]
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  allHeardAt,
  defaultSettings,
  type Finding,
  type Look,
  pipelineSubject,
  type Rule,
  ruleTypesOfPipelines,
  systemSubject,
  withDefaults,
} from '@sightglass/model/alerting';
import { looksIn } from '../packages/server/src/rooms/incidents/look-around.ts';
import { storedWorldIn } from '../packages/server/src/rooms/incidents/world.ts';
import { migrateState } from '../packages/server/src/storage/state/migrate.ts';
import { openPglite } from '../packages/server/src/storage/state/pglite.ts';
import { percentile } from './_process.ts';

const { values } = parseArgs({
  options: {
    pipelines: { type: 'string', default: '1000' },
    rules: { type: 'string', default: '50' },
    ticks: { type: 'string', default: '240' },
  },
});
const pipelines = Number(values.pipelines);
const ticks = Number(values.ticks);
const tickMs = 15_000;
const stormOf = 200;
const warehouse = systemSubject('database', 'warehouse');

const rules: Rule[] = Array.from({ length: Number(values.rules) }, (_, at) => ({
  id: `rule-${at}`,
  what: ruleTypesOfPipelines[at % ruleTypesOfPipelines.length] ?? 'failed',
  where: { name: [`*-${at}-*`, `team${at}*`], owner: [`owner-${at % 7}*`] },
  forMs: (at % 3) * 60_000,
  keepFiringForMs: 0,
}));
const settings = { ...defaultSettings, rules: withDefaults(rules) };

const bad = (sinceMs: number, runId: string, isByDatabase: boolean): Finding => ({
  what: 'failed',
  is: 'bad',
  sinceMs,
  sentence: ['Not usable: failed at load.'],
  words: 'failed at load',
  harm: 'no-data',
  runId,
  neededAtMs: sinceMs + 3_600_000,
  retryEndsMs: null,
  causes: isByDatabase ? [{ key: 'warehouse cannot be reached', subject: warehouse }] : [],
});

const looksAt = (tick: number, nowMs: number): Look[] => {
  const isStorm = tick % 20 >= 10;
  const stormMs = nowMs - (tick % 10) * tickMs;
  return Array.from({ length: pipelines }, (_, at): Look => {
    const isHit = isStorm && at < stormOf;
    const isBad = isHit || (at + tick) % 97 < 2;
    const well = ruleTypesOfPipelines.map((what): Finding => ({ what, is: 'well' }));
    const failed = bad(isHit ? stormMs : nowMs, `run-${at}-${isHit ? tick - (tick % 10) : tick}`, isHit);
    return {
      subject: pipelineSubject('bench', `pipeline-${at}-daily`),
      criticality: at % 50 === 0 ? 'critical' : null,
      usedBy: [],
      owner: `owner-${at % 9}`,
      findings: isBad ? [...well.filter(({ what }) => what !== 'failed'), failed] : well,
    };
  });
};

await using folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-bench-'));
await using state = await openPglite(folder.path);
await migrateState(state);
const world = storedWorldIn(state);
const epoch = await world.claim();
const wallMs: number[] = [];
const cpuMs: number[] = [];
let told = 0;
let nowMs = Date.parse('2026-11-27T05:00:00Z');
for (let tick = 0; tick < ticks; tick += 1, nowMs += tickMs) {
  const looks = looksAt(tick, nowMs);
  const [beganMs, before] = [performance.now(), process.cpuUsage()];
  const around = { looks, blind: [], seeing: ['pipelines'] };
  const { changes } = await world.decide(epoch, (known) => looksIn(around, known), settings, allHeardAt(nowMs));
  const { user, system } = process.cpuUsage(before);
  wallMs.push(performance.now() - beganMs);
  cpuMs.push((user + system) / 1_000);
  told += changes.notifications.length;
}
wallMs.sort((a, b) => a - b);
const mean = cpuMs.reduce((sum, one) => sum + one, 0) / cpuMs.length;
const [{ incidents, alerts } = { incidents: 0, alerts: 0 }] = await state.query<{ incidents: number; alerts: number }>(
  'SELECT (SELECT count(*)::int FROM incidents) AS incidents, (SELECT count(*)::int FROM alerts) AS alerts',
);
console.log(`${ticks} ticks, ${pipelines} pipelines, ${rules.length} rules and the built-in ones`);
console.log(`incidents ${incidents}, alerts ${alerts}, notifications ${told}`);
console.log(
  `a tick: median ${percentile(wallMs, 0.5).toFixed(0)} ms, p95 ${percentile(wallMs, 0.95).toFixed(0)} ms, longest ${percentile(wallMs, 1).toFixed(0)} ms`,
);
console.log(`processor: ${mean.toFixed(0)} ms a tick, ${((100 * mean) / tickMs).toFixed(2)} % of one core`);
