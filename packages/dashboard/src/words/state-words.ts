import type { RunState, StageState } from '@sightglass/model';

export type Tone = 'fluid' | 'bad' | 'warn' | 'aside';

/** What a state is called and which role colours it; the glyph is drawn by `StateGlyph`. */
export const stateWords = {
  running: { word: 'Running', tone: 'fluid' },
  succeeded: { word: 'Succeeded', tone: 'fluid' },
  failed: { word: 'Failed', tone: 'bad' },
  aborted: { word: 'Stopped', tone: 'aside' },
  lost: { word: 'Lost', tone: 'warn' },
  missed: { word: 'Missed', tone: 'warn' },
  unbalanced: { word: 'Rows unaccounted', tone: 'warn' },
} as const satisfies Record<RunState | StageState | 'unbalanced', { word: string; tone: Tone }>;

/** A state as it is shown: a run that succeeded with rows unaccounted for is not shown as well. */
export type ShownState = keyof typeof stateWords;

export const shownState = (run: {
  readonly state: RunState | StageState;
  readonly balanced: boolean | null;
}): ShownState => (run.state === 'succeeded' && run.balanced === false ? 'unbalanced' : run.state);
