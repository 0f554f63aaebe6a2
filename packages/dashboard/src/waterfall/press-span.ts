import type { WaterfallState } from './use-waterfall.ts';

const pageRows = 16;

/** Arrow keys walk and fold, + and − zoom, Enter opens. False for a key that means nothing here. */
export const pressSpan = (
  key: string,
  isShifted: boolean,
  state: WaterfallState,
  onChoose: (spanId: string | null) => void,
): boolean => {
  const { rows, rowOf, active } = state;
  const move = (by: number) => {
    const at = active === null ? -1 : (rowOf.get(active) ?? -1);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (next !== undefined) state.setActive(next);
  };
  const actions: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    j: () => move(1),
    ArrowUp: () => move(-1),
    k: () => move(-1),
    PageDown: () => move(pageRows),
    PageUp: () => move(-pageRows),
    Home: () => move(-rows.length),
    End: () => move(rows.length),
    ArrowRight: () => (isShifted ? state.panBy(0.2) : unfoldOrEnter(state, move)),
    ArrowLeft: () => (isShifted ? state.panBy(-0.2) : foldOrLeave(state)),
    Enter: () => onChoose(active === null ? null : state.idOf(active)),
    '+': () => state.zoomBy(0.5),
    '-': () => state.zoomBy(2),
    '0': state.showAll,
  };
  if (Object.hasOwn(actions, key)) actions[key]?.();
  return Object.hasOwn(actions, key);
};

const unfoldOrEnter = (state: WaterfallState, move: (by: number) => void) => {
  if (state.active === null) return;
  if (state.isFolded(state.active)) state.setFolded(state.active, false);
  else move(1);
};

/** Folds an open span; on a folded one goes to the parent. */
const foldOrLeave = ({ active, tree, isFolded, setFolded, setActive }: WaterfallState) => {
  if (active === null) return;
  const hasChildren = (tree.children[active] ?? []).length > 0;
  if (hasChildren && !isFolded(active)) return setFolded(active, true);
  const parent = tree.indexOf.get(tree.spans[active]?.parentSpanId ?? '');
  if (parent !== undefined) setActive(parent);
};
