import { keyOf } from '../catalogue/company.ts';
import { dueTimesBetween } from '../catalogue/timetable.ts';
import type { EstatePipeline } from '../catalogue/types.ts';
import { type Chance, chanceOf } from '../random.ts';
import { type StoryTime, type Trouble, troubleOf } from '../story/stories.ts';
import { busyness } from '../story/volume.ts';
import { dateOf, dayMs, hourMs, minuteMs } from '../times.ts';
import type { SimulatedRun } from './simulated-run.ts';
import { stagesOf } from './stages.ts';

/** No run goes on for longer. */
export const longestRunMs = 6 * hourMs;
const retryAfterMs = 10 * minuteMs;

/** The runs of a pipeline that are due in (fromMs, untilMs], with their retries, oldest first. Each depends on seed, pipeline and due time alone. */
export const runsDueBetween = (
  pipeline: EstatePipeline,
  time: StoryTime,
  fromMs: number,
  untilMs: number,
): SimulatedRun[] =>
  dueTimesBetween(pipeline.timetable, fromMs, untilMs)
    .filter((dueMs) => !isHoliday(pipeline, dueMs))
    .flatMap((dueMs) => runsOfDueTime(pipeline, time, dueMs));

const isHoliday = ({ holidays = [] }: EstatePipeline, dueMs: number): boolean =>
  holidays.length > 0 && holidays.includes(dateOf(dueMs).slice('2026-'.length));

/** A run under `exec` that failed is started once more; this one goes well, mostly. */
const runsOfDueTime = (pipeline: EstatePipeline, time: StoryTime, dueMs: number): SimulatedRun[] => {
  const trouble = troubleOf(pipeline, time, dueMs);
  const first = simulate(pipeline, time, { dueMs, trigger: 'schedule' }, trouble);
  if (trouble.failure === undefined) return [first];
  const { failure, ...others } = trouble;
  const failsAgain = chanceOf(time.seed, keyOf(pipeline), dueMs, 'again').next() < 0.2;
  return [first, simulate(pipeline, time, { dueMs, trigger: 'retry' }, failsAgain ? { ...others, failure } : others)];
};

const simulate = (
  pipeline: EstatePipeline,
  time: StoryTime,
  { dueMs, trigger }: Pick<SimulatedRun, 'dueMs' | 'trigger'>,
  trouble: Trouble,
): SimulatedRun => {
  const chance = chanceOf(time.seed, keyOf(pipeline), dueMs, trigger);
  const delayMs = (trigger === 'retry' ? retryAfterMs : 0) + Math.round(chance.between(300, 9_000));
  const startMs = dueMs + delayMs;
  const busy = busyness(pipeline, time.anchorMs, dueMs, chance);
  const durationMs =
    pipeline.durationMs * (0.4 + 0.6 * busy) * (trouble.durationFactor ?? 1) * chance.between(0.92, 1.1);
  const rows = Math.round(pipeline.rows * busy);
  const stages = stagesOf({ plans: pipeline.stages, startMs, durationMs, rows, trouble, time }, chance);
  const last = stages.at(-1);
  return {
    pipeline,
    runId: runIdOf(startMs, chance),
    traceId: chance.hex(32),
    rootSpanId: chance.hex(16),
    trigger,
    version: versionOf(pipeline, time, dueMs),
    dueMs,
    startMs,
    endMs: (last?.endMs ?? startMs) + 30,
    state: last?.state ?? 'succeeded',
    stages,
    ...(last?.failure !== undefined && { failure: last.failure }),
    trouble,
    cpuMs: Math.round(durationMs * chance.between(0.35, 0.6)),
    peakBytes: Math.round((90e6 + rows * 900) * chance.between(0.95, 1.1)),
  };
};

/** A UUID version 7 (RFC 9562), as run ids are; its random bits are those of the run. */
const runIdOf = (startMs: number, chance: Chance): string => {
  const time = startMs.toString(16).padStart(12, '0');
  const variant = (8 + Math.floor(chance.next() * 4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${chance.hex(3)}-${variant}${chance.hex(3)}-${chance.hex(12)}`;
};

/** Every pipeline is released about once a month, each on a day of its own. */
const versionOf = (pipeline: EstatePipeline, { seed, anchorMs }: StoryTime, dueMs: number): string => {
  const chance = chanceOf(seed, keyOf(pipeline), 'releases');
  const everyDays = chance.between(18, 41);
  const releases = Math.floor((dueMs - anchorMs) / dayMs / everyDays + chance.between(20, 40));
  return `${Math.floor(releases / 12)}.${releases % 12}.0`;
};
