import type { LogFilter, LogHistogram } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { logHistogramQuery } from '../../fetch/queries.ts';
import { useWidth } from '../../components/chart/use-width.ts';
import { countOf } from '../../format/number.ts';
import { formatTime } from '../../format/time.ts';
import { layBars, passedBuckets } from './histogram-bars.ts';

const height = 64;

interface Props {
  readonly filter: LogFilter;
  readonly onZoom: (from: string, to: string) => void;
}

/** When the found records were written. Dragging across it zooms in. */
export const Histogram = ({ filter, onZoom }: Props) => {
  const [frame, width] = useWidth<HTMLDivElement>();
  const query = useQuery(logHistogramQuery(filter, 120));
  return (
    <div ref={frame} className="mt-5 h-[92px]">
      {query.data !== undefined && width > 0 ? <Bars histogram={query.data} width={width} onZoom={onZoom} /> : null}
      {query.data === undefined && query.error !== null ? (
        <p className="text-dim">The histogram could not be read.</p>
      ) : null}
    </div>
  );
};

interface BarsProps {
  readonly histogram: LogHistogram;
  readonly width: number;
  readonly onZoom: Props['onZoom'];
}

const Bars = ({ histogram, width, onZoom }: BarsProps) => {
  const { stepMs } = histogram;
  const passed = passedBuckets(histogram, Date.now());
  const buckets = histogram.buckets.slice(0, Math.ceil(passed));
  const startMs = Date.parse(histogram.from);
  const timeOf = (bucket: number) => new Date(startMs + bucket * stepMs).toISOString();
  const { pointed, marked, handlers } = useBucketDrag({ count: buckets.length, passed }, ([first, last]) =>
    onZoom(timeOf(first), timeOf(last + 1)),
  );
  const bars = layBars(buckets, width, height, passed);
  const step = width / passed;
  return (
    <>
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={`${countOf(totalOf(buckets), 'record')} over time`}
        className="block cursor-crosshair touch-pan-y border-b border-line"
        {...handlers}
      >
        {marked === null ? null : (
          <rect
            x={marked[0] * step}
            width={(marked[1] - marked[0] + 1) * step}
            height={height}
            className="fill-fluid/12"
          />
        )}
        <path d={bars.quiet} className="fill-edge/55" />
        <path d={bars.warn} className="fill-warn" />
        <path d={bars.bad} className="fill-bad" />
      </svg>
      <p className="flex justify-between pt-1 text-tick text-dim">
        <span>{formatTime(startMs, Date.now())}</span>
        <span>{pointed === null ? '' : describe(histogram, pointed)}</span>
        <span>{formatTime(startMs + passed * stepMs, Date.now())}</span>
      </p>
    </>
  );
};

const totalOf = (buckets: LogHistogram['buckets']): number => buckets.reduce((sum, { count }) => sum + count, 0);

/** First and last bucket of a stretch. */
type Stretch = readonly [first: number, last: number];

const ordered = ([a, b]: Stretch): Stretch => [Math.min(a, b), Math.max(a, b)];

/** Which bucket is pointed at, and which stretch is dragged across; of the last bucket only a part may have passed. */
const useBucketDrag = (
  { count, passed }: { readonly count: number; readonly passed: number },
  onDrag: (stretch: Stretch) => void,
) => {
  const [drag, setDrag] = useState<Stretch | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const bucketAt = (event: React.PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(count - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * passed)));
  };
  const handlers = {
    onPointerDown: (event: React.PointerEvent) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag([bucketAt(event), bucketAt(event)]);
    },
    onPointerMove: (event: React.PointerEvent) => {
      setPointed(bucketAt(event));
      if (drag !== null) setDrag([drag[0], bucketAt(event)]);
    },
    onPointerLeave: () => setPointed(null),
    onPointerUp: () => {
      if (drag !== null) onDrag(ordered(drag));
      setDrag(null);
    },
    onPointerCancel: () => setDrag(null),
  };
  const marked: Stretch | null = drag === null ? (pointed === null ? null : [pointed, pointed]) : ordered(drag);
  return { pointed, marked, handlers };
};

const describe = ({ buckets, from, stepMs }: LogHistogram, index: number): string => {
  const bucket = buckets[index];
  if (bucket === undefined) return '';
  const at = formatTime(Date.parse(from) + index * stepMs, Date.now());
  const bad = bucket.ERROR + bucket.CRITICAL;
  return `${at}: ${countOf(bucket.count, 'record')}${bucket.WARN > 0 ? `, ${countOf(bucket.WARN, 'warning')}` : ''}${bad > 0 ? `, ${countOf(bad, 'error')}` : ''}`;
};
