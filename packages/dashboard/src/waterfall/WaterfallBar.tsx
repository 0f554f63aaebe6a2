import { countOf, formatCount } from '../format/number.ts';
import type { WaterfallState } from './use-waterfall.ts';

/** Search, folding and zoom. */
export const WaterfallBar = ({ state }: { state: WaterfallState }) => (
  <div className="ml-auto flex flex-wrap items-center gap-2">
    <SpanSearch state={state} />
    <button type="button" className="control" onClick={state.foldAll}>
      Fold all
    </button>
    <button type="button" className="control" onClick={state.unfoldAll}>
      Unfold all
    </button>
    <span className="flex">
      <Zoom name="Zoom in" sign="+" shape="rounded-r-none" onPress={() => state.zoomBy(0.5)} />
      <Zoom name="Zoom out" sign="−" shape="-ml-px rounded-none" onPress={() => state.zoomBy(2)} />
      <button
        type="button"
        className="control -ml-px rounded-l-none"
        disabled={!state.isZoomed}
        onClick={state.showAll}
      >
        Whole
      </button>
    </span>
  </div>
);

interface ZoomProps {
  readonly name: string;
  readonly sign: string;
  readonly shape: string;
  readonly onPress: () => void;
}

const Zoom = ({ name, sign, shape, onPress }: ZoomProps) => (
  <button type="button" className={`control w-7 px-0 ${shape}`} aria-label={name} onClick={onPress}>
    {sign}
  </button>
);

const SpanSearch = ({ state }: { state: WaterfallState }) => {
  const { found, words, active } = state;
  const at = active === null ? -1 : found.indexOf(active);
  const step = (by: 1 | -1) => {
    const from = at === -1 ? (by === 1 ? -1 : found.length) : at;
    const next = found[(from + by + found.length) % Math.max(1, found.length)];
    if (next !== undefined) state.reveal(next);
  };
  return (
    <>
      {words === '' ? null : (
        <span role="status" className="text-dim">
          {foundWords(found.length, at)}
        </span>
      )}
      <input
        type="search"
        value={words}
        onChange={(event) => state.setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
        }}
        placeholder="Find spans; ↵ next"
        aria-label={`Find in ${countOf(state.tree.spans.length, 'span')}`}
        className="control w-52 justify-start"
      />
    </>
  );
};

const foundWords = (found: number, at: number): string => {
  if (found === 0) return 'none found';
  return at === -1 ? `${formatCount(found)} found` : `${formatCount(at + 1)} of ${formatCount(found)}`;
};
