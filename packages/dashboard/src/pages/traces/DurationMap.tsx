import type { TraceHistogram } from '@sightglass/model/rest';
import { useMemo, useState } from 'react';
import { useWidth } from '../../components/chart/use-width.ts';
import { formatDuration } from '../../format/duration.ts';
import { countOf } from '../../format/number.ts';
import { formatTime } from '../../format/time.ts';
import { between, cellsOf, type MapCell, narrowedTo, type Stretch, totalIn } from './duration-map.ts';

interface Props {
  readonly histogram: TraceHistogram;
  readonly onNarrow: (to: ReturnType<typeof narrowedTo>) => void;
}

/** Left of it, for the durations. */
const labelWidth = 64;
const leastHeight = 72;
const bandHeightOf = (bands: number): number => Math.max(8, Math.min(18, Math.round(144 / Math.max(1, bands))));

/** How long traces took, by when they began: each field a stretch of time and of duration, the darker the more traces. Dragging across it narrows both. */
export const DurationMap = ({ histogram, onNarrow }: Props) => {
  const [frame, width] = useWidth<HTMLDivElement>();
  const { edgesMs, buckets } = histogram;
  const cells = useMemo(() => cellsOf(histogram), [histogram]);
  const bandHeight = bandHeightOf(edgesMs.length);
  const height = Math.max(leastHeight, bandHeight * edgesMs.length);
  const { marked, handlers } = useFieldDrag(
    { steps: buckets.length, bands: edgesMs.length, bandHeight, height },
    (stretch) => onNarrow(narrowedTo(histogram, stretch)),
  );
  const all: Stretch = { steps: [0, buckets.length - 1], bands: [0, edgesMs.length - 1] };
  const label = describe(histogram, cells, all);
  return (
    <figure ref={frame} className="mt-5 min-w-0">
      <figcaption className="flex h-5 items-baseline gap-3 overflow-hidden text-second">
        <span className="shrink-0">Duration</span>
        <span className="truncate text-dim">{describe(histogram, cells, marked ?? all)}</span>
      </figcaption>
      {width === 0 ? (
        <div style={{ height }} />
      ) : (
        <div className="relative" style={{ height }}>
          <Labels edgesMs={edgesMs} bandHeight={bandHeight} />
          <svg
            width={width - labelWidth}
            height={height}
            role="img"
            aria-label={`Durations over time: ${label}`}
            className="absolute top-0 right-0 cursor-crosshair touch-pan-y border-b border-line"
            {...handlers}
          >
            <Fields
              cells={cells}
              stepWidth={(width - labelWidth) / Math.max(1, buckets.length)}
              bandHeight={bandHeight}
              height={height}
              marked={marked}
            />
          </svg>
        </div>
      )}
      <p className="flex justify-between pt-1 text-tick text-dim" style={{ paddingInlineStart: labelWidth }}>
        <span>{formatTime(Date.parse(histogram.from), Date.now())}</span>
        <span>{formatTime(Date.parse(histogram.to), Date.now())}</span>
      </p>
    </figure>
  );
};

/** Lower edges of the bands, as many as have room. */
const Labels = ({ edgesMs, bandHeight }: { readonly edgesMs: readonly number[]; readonly bandHeight: number }) => {
  const every = Math.ceil(14 / bandHeight);
  return edgesMs.map((edge, band) =>
    band % every === 0 ? (
      <span
        key={edge}
        aria-hidden="true"
        className="absolute left-0 text-end text-tick leading-none text-dim"
        style={{ width: labelWidth - 8, bottom: band * bandHeight - (band === 0 ? 0 : 5) }}
      >
        {edge === 0 ? '0' : formatDuration(edge)}
      </span>
    ) : null,
  );
};

interface FieldsProps {
  readonly cells: readonly MapCell[];
  readonly stepWidth: number;
  readonly bandHeight: number;
  readonly height: number;
  readonly marked: Stretch | null;
}

/** Within a field, the part of the traces that failed is drawn from the bottom in the colour of trouble. */
const Fields = ({ cells, stepWidth, bandHeight, height, marked }: FieldsProps) => {
  const top = (band: number): number => height - (band + 1) * bandHeight;
  const wide = Math.max(1.5, stepWidth - 1);
  return (
    <>
      {marked === null ? null : (
        <rect
          x={marked.steps[0] * stepWidth}
          y={top(marked.bands[1])}
          width={(marked.steps[1] - marked.steps[0] + 1) * stepWidth}
          height={(marked.bands[1] - marked.bands[0] + 1) * bandHeight}
          className="fill-fluid/12 stroke-fluid"
        />
      )}
      {cells.map(({ step, band, weight }) => (
        <rect
          key={`${step} ${band}`}
          x={step * stepWidth}
          y={top(band)}
          width={wide}
          height={bandHeight - 1}
          className="fill-liquid"
          fillOpacity={0.3 + 0.7 * weight}
        />
      ))}
      {cells
        .filter(({ failed }) => failed > 0)
        .map(({ step, band, count, failed }) => {
          const high = Math.max(2.5, (failed / count) * (bandHeight - 1));
          return (
            <rect
              key={`${step} ${band} failed`}
              x={step * stepWidth}
              y={top(band) + bandHeight - 1 - high}
              width={wide}
              height={high}
              className="fill-bad"
            />
          );
        })}
    </>
  );
};

interface Grid {
  readonly steps: number;
  readonly bands: number;
  readonly bandHeight: number;
  readonly height: number;
}

/** Which field is pointed at, and which rectangle is dragged across. */
const useFieldDrag = ({ steps, bands, bandHeight, height }: Grid, onDrag: (stretch: Stretch) => void) => {
  const [begun, setBegun] = useState<{ step: number; band: number } | null>(null);
  const [pointed, setPointed] = useState<{ step: number; band: number } | null>(null);
  const within = (value: number, count: number): number => Math.min(count - 1, Math.max(0, Math.floor(value)));
  const fieldAt = (event: React.PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      step: within(((event.clientX - box.left) / box.width) * steps, steps),
      band: within((height - (event.clientY - box.top)) / bandHeight, bands),
    };
  };
  const handlers = {
    onPointerDown: (event: React.PointerEvent) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      setBegun(fieldAt(event));
    },
    onPointerMove: (event: React.PointerEvent) => setPointed(fieldAt(event)),
    onPointerLeave: () => setPointed(null),
    onPointerUp: (event: React.PointerEvent) => {
      if (begun !== null && bands > 0) onDrag(between(begun, fieldAt(event)));
      setBegun(null);
    },
    onPointerCancel: () => setBegun(null),
  };
  const marked = pointed === null || bands === 0 ? null : between(begun ?? pointed, pointed);
  return { marked, handlers };
};

const describe = (histogram: TraceHistogram, cells: readonly MapCell[], stretch: Stretch): string => {
  const { edgesMs, from, stepMs, buckets } = histogram;
  const { count, failed } = totalIn(cells, stretch);
  if (edgesMs.length === 0) return 'no traces';
  const at = (step: number): string => formatTime(Date.parse(from) + step * stepMs, Date.now());
  const isAll = stretch.steps[0] === 0 && stretch.steps[1] === buckets.length - 1;
  const isAnyLength = stretch.bands[0] === 0 && stretch.bands[1] === edgesMs.length - 1;
  const [low, high] = [edgesMs[stretch.bands[0]] ?? 0, edgesMs[stretch.bands[1] + 1]];
  const when = isAll ? '' : `${at(stretch.steps[0])} to ${at(stretch.steps[1] + 1)}: `;
  const long = isAnyLength
    ? ''
    : ` of ${formatDuration(low)} ${high === undefined ? 'and more' : `to ${formatDuration(high)}`}`;
  return `${when}${countOf(count, 'trace')}${long}${failed === 0 ? '' : `, ${countOf(failed, 'trace')} with errors`}`;
};
