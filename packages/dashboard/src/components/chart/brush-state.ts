/** A field of a chart: which step of time, and which band of its height, counted from the bottom. */
export interface Field {
  readonly step: number;
  readonly band: number;
}

/** Steps and bands of a rectangle, both ends included. */
export interface Stretch {
  readonly steps: readonly [first: number, last: number];
  readonly bands: readonly [first: number, last: number];
}

export interface BrushState {
  /** What is pointed at, by pointer or by keys. */
  readonly at: Field | null;
  /** Where a stretch was begun. */
  readonly anchor: Field | null;
  /** By what it is extended. */
  readonly by: 'pointer' | 'keys';
}

export const atRest: BrushState = { at: null, anchor: null, by: 'pointer' };

export interface Grid {
  readonly steps: number;
  readonly bands: number;
}

/** What a key does: `select` a stretch, `press` a step, or only move; undefined when the key is not one of the chart. */
export interface KeyOutcome {
  readonly state: BrushState;
  readonly select?: Stretch;
  readonly press?: Field;
}

export const between = (a: Field, b: Field): Stretch => ({
  steps: [Math.min(a.step, b.step), Math.max(a.step, b.step)],
  bands: [Math.min(a.band, b.band), Math.max(a.band, b.band)],
});

/** The stretch that would be selected now; null while none is begun. Keys choose time only, so theirs has all bands. */
export const stretchOf = ({ at, anchor, by }: BrushState, { bands }: Grid): Stretch | null => {
  if (at === null || anchor === null) return null;
  const stretch = between(anchor, at);
  return by === 'keys' ? { ...stretch, bands: [0, bands - 1] } : stretch;
};

const moves: Readonly<Record<string, (step: number, last: number) => number>> = {
  ArrowLeft: (step) => step - 1,
  ArrowRight: (step) => step + 1,
  PageUp: (step) => step - 10,
  PageDown: (step) => step + 10,
  Home: () => 0,
  End: (_, last) => last,
};

/** Arrows move, with Shift they extend, Enter takes what is chosen, Escape lets it go. Pure. */
export const afterKey = (
  state: BrushState,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  grid: Grid,
): KeyOutcome | undefined => {
  const move = moves[key];
  if (move !== undefined) return { state: moved(state, move, shiftKey, grid) };
  if (key === 'Escape') return state.anchor === null ? undefined : { state: { ...state, anchor: null } };
  if (key !== 'Enter' || state.at === null) return undefined;
  const select = stretchOf(state, grid);
  return select === null ? { state, press: state.at } : { state: atRest, select };
};

const moved = (
  { at, anchor }: BrushState,
  move: (step: number, last: number) => number,
  isExtended: boolean,
  { steps }: Grid,
): BrushState => {
  const last = steps - 1;
  const begun = at ?? { step: last, band: 0 };
  const step = at === null && !isExtended ? last : Math.max(0, Math.min(last, move(begun.step, last)));
  return { at: { step, band: begun.band }, anchor: isExtended ? (anchor ?? begun) : null, by: 'keys' };
};
