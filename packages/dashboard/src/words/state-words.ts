import { type ShownState, shownStateWords } from '@sightglass/model';

export type Tone = 'fluid' | 'bad' | 'warn' | 'aside';

const tones = {
  running: 'fluid',
  succeeded: 'fluid',
  failed: 'bad',
  aborted: 'aside',
  lost: 'warn',
  missed: 'warn',
  rejected: 'bad',
  doubtful: 'warn',
  unbalanced: 'warn',
  broken: 'warn',
  unenriched: 'warn',
} as const satisfies Record<ShownState, Tone>;

interface StateWords {
  readonly word: string;
  readonly tone: Tone;
}

/** What a state is called and which role colours it; the glyph is drawn by `StateGlyph`. */
export const stateWords = Object.fromEntries(
  Object.entries(tones).map(([state, tone]) => [state, { word: shownStateWords[state as ShownState], tone }]),
) as Readonly<Record<ShownState, StateWords>>;
