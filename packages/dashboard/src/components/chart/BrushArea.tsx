import { sharesOf } from './brush-scale.ts';
import type { Brush } from './use-brush.ts';

interface Props {
  readonly brush: Brush;
  /** Where the plot lies in its frame, which is `relative`, in px. */
  readonly inset?: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

const none = { left: 0, right: 0, top: 0, bottom: 0 };

/** Lies over the plot of a chart: takes pointer and keys, and marks what they choose. */
export const BrushArea = ({ brush, inset = none }: Props) => {
  const { label, scale, describe, pointed, stretch, handlers } = brush;
  const last = scale.beginsMs.length - 1;
  if (last < 0) return null;
  const at = pointed ?? last;
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={`${label}: choose a time`}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={at}
      aria-valuetext={stretch === null ? describe(at) : brush.hint}
      className="absolute cursor-crosshair touch-pan-y overflow-hidden"
      style={inset}
      {...handlers}
    >
      <Mark brush={brush} />
    </div>
  );
};

/** What is chosen; bars also show which is pointed at. */
const Mark = ({ brush: { scale, bands, stretch, marked } }: { brush: Brush }) => {
  const shown = scale.marks === 'bars' ? marked : stretch;
  if (shown === null) return null;
  const { left, width } = sharesOf(scale, shown);
  const [lowest, highest] = shown.bands;
  const height =
    bands === undefined
      ? { top: 0, bottom: 0 }
      : { bottom: lowest * bands.heightPx, height: (highest - lowest + 1) * bands.heightPx };
  return (
    <div
      data-brushed={stretch === null ? undefined : true}
      className={`pointer-events-none absolute bg-fluid/12 ${stretch === null ? '' : 'border-x border-fluid'}`}
      style={{ left: `${left * 100}%`, width: `${width * 100}%`, ...height }}
    />
  );
};

/** How a time is chosen, and which is. */
export const BrushHint = ({ brush: { hint, scale }, className = '' }: { brush: Brush; className?: string }) =>
  scale.beginsMs.length === 0 ? null : (
    <span className={`shrink-0 text-tick text-dim ${className}`} aria-hidden="true">
      {hint}
    </span>
  );
