import { useState } from 'react';
import { rangeWords } from '../../format/time.ts';
import { type BrushScale, stepAt, timesOf } from './brush-scale.ts';
import { afterKey, atRest, type BrushState, type Field, type Grid, type Stretch, stretchOf } from './brush-state.ts';

interface Options {
  /** What the chart shows. */
  readonly label: string;
  readonly scale: BrushScale;
  /** Where its height can be chosen too: how many bands, and how high each is, in px, from the bottom. */
  readonly bands?: { readonly count: number; readonly heightPx: number };
  /** A step in words. */
  readonly describe: (step: number) => string;
  readonly onSelect: (times: { readonly fromMs: number; readonly toMs: number }, stretch: Stretch) => void;
  /** A click or Enter on one step, where that is not to select it. */
  readonly onPress?: (step: number) => void;
}

export interface Brush extends Pick<Options, 'label' | 'scale' | 'bands' | 'describe'> {
  /** The step that is pointed at. */
  readonly pointed: number | null;
  /** What would be selected now; null while no stretch is begun. */
  readonly stretch: Stretch | null;
  /** The same, else the field that is pointed at. */
  readonly marked: Stretch | null;
  readonly by: BrushState['by'];
  readonly hint: string;
  readonly handlers: Pick<
    React.DOMAttributes<HTMLElement>,
    | 'onPointerDown'
    | 'onPointerMove'
    | 'onPointerUp'
    | 'onPointerCancel'
    | 'onPointerLeave'
    | 'onKeyDown'
    | 'onFocus'
    | 'onBlur'
  >;
}

/** A pointer that moved less has pressed, not dragged; in px. */
const leastDragPx = 4;

/** Choosing a time on a chart, by dragging or by keys. `BrushArea` lies over the chart, `BrushHint` says how. */
export const useBrush = ({ label, scale, bands, describe, onSelect, onPress }: Options): Brush => {
  const [state, setState] = useState<BrushState>(atRest);
  const [isFocused, setFocused] = useState(false);
  const [downX, setDownX] = useState(0);
  const grid: Grid = { steps: scale.beginsMs.length, bands: bands?.count ?? 1 };
  const shown = within(state, grid);
  const stretch = stretchOf(shown, grid);
  const select = (chosen: Stretch) => onSelect(timesOf(scale, chosen), chosen);
  const press = (step: number) =>
    onPress === undefined ? select({ steps: [step, step], bands: [0, grid.bands - 1] }) : onPress(step);
  const handlers = {
    onPointerDown: (event: React.PointerEvent) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDownX(event.clientX);
      const at = fieldAt(event, scale, grid, bands?.heightPx);
      setState({ at, anchor: at, by: 'pointer' });
    },
    onPointerMove: (event: React.PointerEvent) => {
      const at = fieldAt(event, scale, grid, bands?.heightPx);
      setState(({ anchor, by }) => ({ at, anchor: by === 'pointer' ? anchor : null, by: 'pointer' }));
    },
    onPointerUp: (event: React.PointerEvent) => {
      const isDrag = Math.abs(event.clientX - downX) >= leastDragPx;
      if (stretch !== null && shown.by === 'pointer') {
        if (isDrag || onPress === undefined) select(stretch);
        else onPress(stretch.steps[0]);
      }
      setState({ ...state, anchor: null });
    },
    onPointerCancel: () => setState(atRest),
    onPointerLeave: () => setState((before) => (before.by === 'pointer' ? atRest : before)),
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const outcome = afterKey(shown, event, grid);
      if (outcome === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      setState(outcome.state);
      if (outcome.select !== undefined) select(outcome.select);
      if (outcome.press !== undefined) press(outcome.press.step);
    },
    onFocus: (event: React.FocusEvent) => setFocused(event.currentTarget.matches(':focus-visible')),
    onBlur: () => {
      setFocused(false);
      setState(atRest);
    },
  };
  const marked = stretch ?? (shown.at === null ? null : oneField(shown.at));
  const hint = hintOf(stretch === null ? null : timesOf(scale, stretch), shown.by, isFocused);
  return {
    label,
    scale,
    ...(bands && { bands }),
    describe,
    pointed: shown.at?.step ?? null,
    stretch,
    marked,
    by: shown.by,
    hint,
    handlers,
  };
};

const oneField = ({ step, band }: Field): Stretch => ({ steps: [step, step], bands: [band, band] });

/** Steps may have become fewer since. */
const within = (state: BrushState, { steps }: Grid): BrushState =>
  [state.at, state.anchor].some((field) => field !== null && field.step >= steps) ? atRest : state;

const fieldAt = (event: React.PointerEvent, scale: BrushScale, { bands }: Grid, bandPx = Infinity): Field | null => {
  const box = event.currentTarget.getBoundingClientRect();
  const step = stepAt(scale, (event.clientX - box.left) / Math.max(1, box.width));
  const band = Math.max(0, Math.min(bands - 1, Math.floor((box.bottom - event.clientY) / bandPx)));
  return step < 0 ? null : { step, band };
};

const hintOf = (times: ReturnType<typeof timesOf> | null, by: BrushState['by'], isFocused: boolean): string => {
  if (times !== null) return `${rangeWords(times)}${by === 'keys' ? '; Enter shows it, Esc cancels' : ''}`;
  return isFocused ? '← → move, with Shift choose a time' : 'Drag to choose a time';
};
