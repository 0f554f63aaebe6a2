import type { TraceHistogram } from '@sightglass/model/rest';
import { useMemo } from 'react';
import { BrushArea, BrushHint } from '../../components/chart/BrushArea.tsx';
import { evenScale } from '../../components/chart/brush-scale.ts';
import type { Stretch } from '../../components/chart/brush-state.ts';
import { useBrush } from '../../components/chart/use-brush.ts';
import { useWidth } from '../../components/chart/use-width.ts';
import { formatDuration } from '../../format/duration.ts';
import { countOf } from '../../format/number.ts';
import { formatTime } from '../../format/time.ts';
import { cellsOf, type MapCell, narrowedTo, totalIn } from './duration-map.ts';

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
  const all: Stretch = { steps: [0, buckets.length - 1], bands: [0, edgesMs.length - 1] };
  const label = describe(histogram, cells, all);
  const brush = useBrush({
    label: 'Durations over time',
    scale: evenScale({
      fromMs: Date.parse(histogram.from),
      stepMs: histogram.stepMs,
      count: edgesMs.length === 0 ? 0 : buckets.length,
    }),
    bands: { count: edgesMs.length, heightPx: bandHeight },
    describe: (step) => describe(histogram, cells, { ...all, steps: [step, step] }),
    onSelect: (_, stretch) => onNarrow(narrowedTo(histogram, stretch)),
  });
  return (
    <figure ref={frame} className="mt-5 min-w-0">
      <figcaption className="flex h-5 items-baseline gap-3 overflow-hidden text-second">
        <span className="shrink-0">Duration</span>
        <span className="truncate text-dim">{describe(histogram, cells, brush.marked ?? all)}</span>
        <BrushHint brush={brush} className="ml-auto" />
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
            className="absolute top-0 right-0 border-b border-line"
          >
            <Fields
              cells={cells}
              stepWidth={(width - labelWidth) / Math.max(1, buckets.length)}
              bandHeight={bandHeight}
              height={height}
            />
          </svg>
          <BrushArea brush={brush} inset={{ left: labelWidth, right: 0, top: 0, bottom: 0 }} />
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
}

/** Within a field, the part of the traces that failed is drawn from the bottom in the colour of trouble. */
const Fields = ({ cells, stepWidth, bandHeight, height }: FieldsProps) => {
  const top = (band: number): number => height - (band + 1) * bandHeight;
  const wide = Math.max(1.5, stepWidth - 1);
  return (
    <>
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
