import {
  type Act,
  allHeardAt,
  defaultSettings,
  type Finding,
  type Look,
  pipelineSubject,
  type World,
} from '@sightglass/model/alerting';
import { migrateState } from '../../../storage/state/migrate.ts';
import { openPglite } from '../../../storage/state/pglite.ts';
import { storedWorldIn } from '../world.ts';

// A night of two incidents, by a clock of its own: `node _night-program.ts FOLDER`. It goes on where what is stored says it was ended.
const beganMs = Date.parse('2026-11-27T05:00:00Z');
const stepMs = 15_000;
const steps = 48;
const settings = { ...defaultSettings, remindMs: { P1: 60_000, P2: 60_000, P3: 60_000 } };

/** From and up to which step each is bad. */
const spells: Readonly<Record<string, readonly [number, number]>> = { orders: [3, 24], stock: [27, 42] };
/** What people do at which step, about the incident of which pipeline. */
const people: readonly { readonly step: number; readonly pipeline: string; readonly act: Act }[] = [
  { step: 13, pipeline: 'orders', act: { kind: 'acknowledge' } },
  { step: 18, pipeline: 'orders', act: { kind: 'take' } },
  { step: 36, pipeline: 'stock', act: { kind: 'resolve', why: 'known' } },
];

const looksAt = (step: number): Look[] =>
  Object.entries(spells).map(([name, [from, to]]) => {
    const failed: Finding =
      step >= from && step < to
        ? {
            what: 'failed',
            is: 'bad',
            sinceMs: beganMs + from * stepMs,
            sentence: ['It failed.'],
            words: 'failed at load',
            harm: 'no-data',
            runId: `run-${name}`,
            neededAtMs: null,
            retryEndsMs: null,
            causes: [],
          }
        : { what: 'failed', is: 'well' };
    const criticality = name === 'orders' ? 'critical' : null;
    return { subject: pipelineSubject('shop', name), criticality, usedBy: [], findings: [failed] };
  });

const hasDone = ({ incidents }: World, pipeline: string, { kind }: Act): boolean => {
  const about = incidents.find(({ root }) => root.name === pipeline);
  if (about === undefined || kind === 'resolve') return about?.resolvedBy != null;
  return kind === 'take' ? about.owner !== null : about.acknowledgedAtMs !== null;
};

const state = await openPglite(process.argv[2] ?? '');
await migrateState(state);
const world = storedWorldIn(state);
const epoch = await world.claim();
const [row] = await state.query<{ at: Date | null }>('SELECT decided_at AS at FROM alerting');
const first = Math.max(0, Math.floor(((row?.at?.getTime() ?? 0) - beganMs) / stepMs));
for (let step = first; step < steps; step += 1) {
  const nowMs = beganMs + step * stepMs;
  const { world: now } = await world.decide(epoch, () => looksAt(step), settings, allHeardAt(nowMs));
  for (const { pipeline, act: done } of people.filter((one) => one.step === step)) {
    const about = now.incidents.find(({ root }) => root.name === pipeline);
    if (about !== undefined && !hasDone(now, pipeline, done))
      await world.act({ no: about.no, by: 'Ada', act: done }, nowMs);
  }
  console.log(`step ${step}`);
}
await state[Symbol.asyncDispose]();
console.log('over');
