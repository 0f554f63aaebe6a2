import type { Run, RunNeighbours } from '@sightglass/model/rest';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { BareFacts } from '../facts.ts';
import { runKey, type RunName } from '../identity/run-name.ts';
import type { RunReader } from '../facts-runs.ts';
import type { StageReader } from '../facts-stages.ts';
import { judgedRuns } from './judged-runs.ts';
import { briefRuns } from './page.ts';

interface Readers {
  readonly runs: RunReader;
  readonly stages: StageReader;
}

/** A run after which none was good for longer has no last good one. */
const mostSucceeded = 20;
const soonMs = 31 * 86_400_000;

/** The runs of its pipeline around this one, and the latest before it whose data can be used. */
export const neighboursOf = async (readers: Readers, run: BareFacts, now: ReceptionTime): Promise<RunNeighbours> => {
  const { runs } = readers;
  const { namespace, pipeline, startedAtMs } = run;
  const around = { namespace, pipeline, after: run };
  const after = { ...around, order: { by: 'started', direction: 'asc' }, fromMs: startedAtMs } as const;
  const nextIn = (toMs: number | undefined) => runs.names({ ...after, toMs }, 1, now);
  const soonUntilMs = startedAtMs + soonMs < now.nowMs ? startedAtMs + soonMs : undefined;
  const [before, soon, succeeded] = await Promise.all([
    runs.names(around, 1, now),
    nextIn(soonUntilMs),
    runs.names({ ...around, states: ['succeeded'] }, mostSucceeded, now),
  ]);
  const later = soon.length > 0 || soonUntilMs === undefined ? soon : await nextIn(undefined);
  const judged = async (names: readonly RunName[], haveGaps: boolean) =>
    judgedRuns(readers, await briefRuns(readers, names), now, haveGaps);
  const [latest] = succeeded;
  const wanted = [...before, ...later, ...(latest === undefined ? [] : [latest])];
  const found = new Map(
    (await judged([...new Map(wanted.map((name) => [runKey(name), name])).values()], true)).map((one) => [
      runKey(one),
      one,
    ]),
  );
  const foundOf = (name: RunName | undefined): Run | undefined =>
    name === undefined ? undefined : found.get(runKey(name));
  const isLatestGood = foundOf(latest)?.verdict.id === 'yes';
  const good = isLatestGood || succeeded.length <= 1 ? [foundOf(latest)] : await judged(succeeded, false);
  const withVerdict = (id: 'yes' | 'yes-but') => good.find((one) => one?.verdict.id === id);
  return {
    previous: foundOf(before[0]) ?? null,
    next: foundOf(later[0]) ?? null,
    lastGood: withVerdict('yes') ?? withVerdict('yes-but') ?? null,
  };
};
