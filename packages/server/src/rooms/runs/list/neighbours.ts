import type { RunNeighbours } from '@sightglass/model/rest';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { RunFacts } from '../facts.ts';
import type { RunName } from '../identity/run-name.ts';
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
export const neighboursOf = async (readers: Readers, run: RunFacts, now: ReceptionTime): Promise<RunNeighbours> => {
  const { runs } = readers;
  const { namespace, pipeline, startedAtMs } = run;
  const around = { namespace, pipeline, after: run };
  const after = { ...around, order: { by: 'started', direction: 'asc' }, fromMs: startedAtMs } as const;
  const nextIn = (toMs: number | undefined) => runs.names({ ...after, toMs }, 1, now);
  const [before, soon, succeeded] = await Promise.all([
    runs.names(around, 1, now),
    nextIn(startedAtMs + soonMs),
    runs.names({ ...around, states: ['succeeded'] }, mostSucceeded, now),
  ]);
  const later = soon.length > 0 ? soon : await nextIn(undefined);
  const judged = async (names: readonly RunName[], haveGaps: boolean) =>
    judgedRuns(readers, await briefRuns(readers, names), now, haveGaps);
  const [beside, good] = await Promise.all([judged([...before, ...later], true), judged(succeeded, false)]);
  const usable =
    good.find(({ verdict }) => verdict.id === 'yes') ?? good.find(({ verdict }) => verdict.id === 'yes-but');
  return { previous: beside[before.length - 1] ?? null, next: beside[before.length] ?? null, lastGood: usable ?? null };
};
