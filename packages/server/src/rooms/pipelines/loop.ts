import { runStates } from '@sightglass/model';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import { dueTimeOf } from '../../schedule/due-time.ts';
import { repeatedly } from '../../schedule/repeatedly.ts';
import type { Plans } from '../../plans/plans.ts';
import type { PipelineReader, ScheduledPipeline } from './facts.ts';
import type { RunFacts } from '../runs/facts.ts';
import type { RunReader } from '../runs/facts-runs.ts';
import { countsFor, dueRuns, judgedFor } from './due-runs.ts';
import { schedulesInForce } from './scheduled.ts';
import { missedEvent, missedRunId, withdrawnEvent } from './missed-event.ts';

export interface ScheduleParts {
  readonly pipelines: Pick<PipelineReader, 'scheduled' | 'starts' | 'lastStarts'>;
  readonly plans: Plans;
  readonly runs: Pick<RunReader, 'list'>;
  readonly receptionTime: () => ReceptionTime;
  /** Takes an export request in as if it had been sent; a key it has seen before changes nothing. */
  readonly emit: (logs: Uint8Array, idempotencyKey: string) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}

const tickMs = 60_000;
/** A run that turns up later than this, out of a sender's buffer, no longer takes back that it was missed. */
const takenBackForMs = 7 * 24 * 3_600_000;
const mostMissed = 500;

/** Says which runs are missed, and takes back what turned out to have started. */
export const judgeSchedules = async ({ pipelines, plans, runs, receptionTime, emit }: ScheduleParts): Promise<void> => {
  const now = receptionTime();
  const fromMs = now.nowMs - takenBackForMs;
  const configured = plans.configured.filter(({ schedule }) => schedule !== undefined).map(({ name }) => name);
  const [declared, lastStarts, missed] = await Promise.all([
    pipelines.scheduled(),
    pipelines.lastStarts([...new Set(configured)]),
    runs.list({ states: ['missed'], fromMs }, mostMissed, now),
  ]);
  const scheduled = schedulesInForce(declared, plans, lastStarts);
  const graceMs = Math.max(0, ...scheduled.map((pipeline) => pipeline.graceMs ?? 0));
  const names = [...new Set([...scheduled.map(({ name }) => name), ...missed.map(({ pipeline }) => pipeline)])];
  const oldestMs =
    Math.min(now.receivedUntilMs - judgedFor(graceMs), ...missed.map(({ startedAtMs }) => startedAtMs)) - tickMs;
  const starts = await pipelines.starts(names, oldestMs);

  const known = new Set(missed.map(({ runId }) => runId));
  const unknown = dueRuns(scheduled, starts, now)
    .map((due) => ({ ...due, runId: missedRunId(due.pipeline.namespace, due.pipeline.name, due.dueAtMs) }))
    .filter(({ runId }) => !known.has(runId));
  for (const [pipeline, dues] of Map.groupBy(unknown, (due) => due.pipeline)) {
    const environment = await environmentOf(runs, pipeline, now);
    for (const { dueAtMs, runId } of dues)
      await emit(missedEvent(pipeline, { dueAtMs, nowMs: now.nowMs, environment }), `missed ${runId}`);
  }
  for (const run of missed) {
    const { namespace, pipeline: name, runId, startedAtMs: dueAtMs, environment } = run;
    const window = windowOf(run);
    const hasStarted = starts.some(
      (start) => start.namespace === namespace && start.name === name && countsFor(window, start),
    );
    const event = { namespace, name, dueAtMs, nowMs: now.nowMs, environment };
    if (hasStarted) await emit(withdrawnEvent(event), `withdrawn ${runId}`);
  }
};

const started = runStates.filter((state) => state !== 'missed');

/** Of its latest run that started. */
const environmentOf = async (
  runs: ScheduleParts['runs'],
  { namespace, name }: ScheduledPipeline,
  now: ReceptionTime,
): Promise<string | null> => {
  const [latest] = await runs.list({ namespace, pipeline: name, states: started }, 1, now);
  return latest?.environment ?? null;
};

const windowOf = ({ schedule, timeZone, calendar, startedAtMs }: RunFacts) =>
  dueTimeOf({ cron: schedule ?? '', timeZone, calendar }, startedAtMs);

/** Judges once a minute until disposed. */
export const watchSchedules = (parts: ScheduleParts): AsyncDisposable =>
  repeatedly(async () => (await judgeSchedules(parts), tickMs), {
    firstInMs: tickMs,
    againInMs: tickMs,
    onError: parts.onError,
  });
