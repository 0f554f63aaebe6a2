import type { StageDeadline } from '@sightglass/model/rest';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import { deadlineOf, type OtherSuccess } from '../deadlines/deadline.ts';
import type { RunFacts } from '../facts.ts';
import type { RunView } from '../run-view.ts';

type Finish = Pick<NonNullable<RunFacts['finish']>, 'state' | 'atMs'>;

/**
 * How a run stands to the configured deadlines of its stages, in their order. As with the run's own deadline, `others` of the same due
 * time meet it for all of them. A stage that never started has not succeeded.
 */
export const stageDeadlinesOf = (
  facts: RunFacts,
  view: RunView,
  now: Pick<ReceptionTime, 'receivedUntilMs'>,
  others: readonly RunView[] = [],
): StageDeadline[] =>
  (facts.stageDeadlines ?? []).flatMap(({ name, deadline, sinceMs }) => {
    const finish = finishOfStage(view, name);
    const successes = others.filter(({ run }) => run.runId !== facts.runId).flatMap((other) => successOf(other, name));
    const found = deadlineOf({ ...facts, deadline, finish, deadlineSinceMs: sinceMs }, now, successes);
    return found === null ? [] : [{ stage: name, ...found }];
  });

/** Stages that share the name are one: it succeeded when the last of them did. */
const finishOfStage = ({ stages }: RunView, name: string): Finish | undefined => {
  const named = stages.filter((stage) => stage.name === name);
  const ends = named.flatMap(({ state, finishedAt }) =>
    state === 'succeeded' && finishedAt !== null ? [Date.parse(finishedAt)] : [],
  );
  return named.length === 0 || ends.length < named.length ? undefined : { state: 'succeeded', atMs: Math.max(...ends) };
};

const successOf = (view: RunView, name: string): OtherSuccess[] => {
  const finish = finishOfStage(view, name);
  return finish === undefined ? [] : [{ startedAtMs: Date.parse(view.run.startedAt), finishedAtMs: finish.atMs }];
};
