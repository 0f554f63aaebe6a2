import type { Ledger } from '../ledger/ledger.ts';
import { openRowsOf } from '../words/ledger-words.ts';
import type { RunDoubt } from './run-doubts.ts';
import type { RunState, StageState } from '../telemetry/run-state.ts';
import { type JudgedRun, rejectedShare, verdictOf } from './run-verdict.ts';
import type { Unexplained } from '../ledger/unexplained.ts';

/** What a state is called. */
export const shownStateWords = {
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  aborted: 'Stopped',
  lost: 'Lost',
  missed: 'Missed',
  rejected: 'Rows rejected',
  doubtful: 'Many rows rejected',
  unbalanced: 'Rows unbalanced',
  broken: 'Contract broken',
  unenriched: 'Rows unenriched',
} as const satisfies Record<RunState | StageState, string> & Record<string, string>;

/** A state as it is shown: what succeeded with rows that nothing explains, by rejecting many, or in doubt is not shown as well. */
export type ShownState = keyof typeof shownStateWords;

interface Shown {
  readonly state: RunState | StageState;
  readonly balanced: boolean | null;
  readonly rows: Ledger;
  /** Stages have none of their own. */
  readonly doubts?: readonly RunDoubt[];
}

export const shownState = (run: Shown): ShownState => {
  if (run.state !== 'succeeded') return run.state;
  if (rejectedShare(run.rows) >= 0.5) return 'rejected';
  return run.balanced === false ? 'unbalanced' : doubtfulState(run.doubts ?? [], 'succeeded');
};

/** The state of a run of which is known what is usual: no other than its sentence says. */
export const judgedState = (run: JudgedRun, usual: { readonly rejectedShare: number } | null): ShownState => {
  if (run.state !== 'succeeded') return run.state;
  switch (verdictOf(run, usual?.rejectedShare ?? null)) {
    case 'yes':
      return 'succeeded';
    case 'yes-but':
      return run.balanced === false ? 'unbalanced' : doubtfulState(run.doubts, 'doubtful');
    default:
      return 'rejected';
  }
};

/** Of the gravest doubt; `others` when there is none. */
const doubtfulState = (doubts: readonly RunDoubt[], others: ShownState): ShownState => {
  if (doubts.some(({ kind }) => kind === 'contract')) return 'broken';
  return doubts.length > 0 ? 'unenriched' : others;
};

/** `Failed`; of rows that nothing explains which way: `Rows unaccounted`, `Rows from nowhere`, or both joined by `and`. */
export const shownWord = (
  run: Shown & { readonly unexplained: Unexplained },
  state: ShownState = shownState(run),
): string => {
  const open = state === 'unbalanced' ? openRowsOf(run) : [];
  return open.length === 0 ? shownStateWords[state] : `Rows ${open.map(({ word }) => word).join(' and ')}`;
};
