import {
  type RunDoubt,
  openRowsOf,
  rejectedShare,
  verdictOf,
  type JudgedRun,
  type Ledger,
  type RunState,
  type StageState,
  type Unexplained,
} from '@sightglass/model';
import type { Usual } from './usual.ts';

export type Tone = 'fluid' | 'bad' | 'warn' | 'aside';

/** What a state is called and which role colours it; the glyph is drawn by `StateGlyph`. */
export const stateWords = {
  running: { word: 'Running', tone: 'fluid' },
  succeeded: { word: 'Succeeded', tone: 'fluid' },
  failed: { word: 'Failed', tone: 'bad' },
  aborted: { word: 'Stopped', tone: 'aside' },
  lost: { word: 'Lost', tone: 'warn' },
  missed: { word: 'Missed', tone: 'warn' },
  rejected: { word: 'Rows rejected', tone: 'bad' },
  doubtful: { word: 'Many rows rejected', tone: 'warn' },
  unbalanced: { word: 'Rows unbalanced', tone: 'warn' },
  broken: { word: 'Contract broken', tone: 'warn' },
  unenriched: { word: 'Rows unenriched', tone: 'warn' },
} as const satisfies Record<
  RunState | StageState | 'rejected' | 'doubtful' | 'unbalanced' | 'broken' | 'unenriched',
  { word: string; tone: Tone }
>;

/** A state as it is shown: what succeeded with rows that nothing explains, by rejecting many, or in doubt is not shown as well. */
export type ShownState = keyof typeof stateWords;

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
export const judgedState = (run: JudgedRun, usual: Usual | null): ShownState => {
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
  return open.length === 0 ? stateWords[state].word : `Rows ${open.map(({ word }) => word).join(' and ')}`;
};
