import { rejectedShare, type Ledger, type RunState, type StageState } from '@sightglass/model';

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
  unbalanced: { word: 'Rows unaccounted', tone: 'warn' },
} as const satisfies Record<RunState | StageState | 'rejected' | 'unbalanced', { word: string; tone: Tone }>;

/** A state as it is shown: what succeeded with rows unaccounted for, or by rejecting most of them, is not shown as well. */
export type ShownState = keyof typeof stateWords;

export const shownState = (run: {
  readonly state: RunState | StageState;
  readonly balanced: boolean | null;
  readonly rows: Ledger;
}): ShownState => {
  if (run.state !== 'succeeded') return run.state;
  if (rejectedShare(run.rows) >= 0.5) return 'rejected';
  return run.balanced === false ? 'unbalanced' : 'succeeded';
};
