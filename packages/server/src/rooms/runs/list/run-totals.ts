import { checkVerdicts, type RunState, runStates, runVerdicts } from '@sightglass/model';
import type { Run, RunCounts, RunVerdictCounts } from '@sightglass/model/rest';

type Judged = Pick<Run, 'state' | 'verdict'>;

/** The data is in doubt, or cannot be used, although the run succeeded. */
const isToCheck = ({ state, verdict }: Judged): boolean =>
  state === 'succeeded' && checkVerdicts.some((id) => id === verdict.id);

/** How many of these runs have each verdict. Pure. */
export const countVerdicts = ({
  runs,
  isWhole,
}: {
  readonly runs: readonly Judged[];
  readonly isWhole: boolean;
}): RunVerdictCounts => ({
  runs: runs.length,
  isWhole,
  verdicts: Object.fromEntries(
    runVerdicts.map((id) => [id, runs.filter(({ verdict }) => verdict.id === id).length]),
  ) as RunVerdictCounts['verdicts'],
  toCheck: runs.filter(isToCheck).length,
});

/** `total`: of the states that are meant; the counts are of each. */
export const statesOf = (
  byState: readonly { readonly state: RunState; readonly runs: number }[],
  meant: readonly RunState[] = runStates,
): Pick<RunCounts, 'total' | 'states'> => {
  const countOf = (state: RunState) => byState.find((one) => one.state === state)?.runs ?? 0;
  const states = Object.fromEntries(runStates.map((state) => [state, countOf(state)])) as RunCounts['states'];
  return { states, total: [...new Set(meant)].reduce((sum, state) => sum + states[state], 0) };
};
