import type { LogFilter, LogHistogram } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { logHistogramQuery } from '../../fetch/queries.ts';
import { useWidth } from '../../components/chart/use-width.ts';
import { countOf } from '../../format/number.ts';
import { formatMoment } from '../../format/time.ts';
import { layBars, passedBuckets } from './histogram-bars.ts';

const height = 64;

interface Props {
  readonly filter: LogFilter;
  readonly onZoom: (from: string, to: string) => void;
}

/** When the found records were written. Dragging across it looks closer. */
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

const Bars = ({ histogram, width, onZoom }: { histogram: LogHistogram; width: number; onZoom: Props['onZoom'] }) => {
  const { stepMs } = histogram;
  const passed = passedBuckets(histogram, Date.now());
  const buckets = histogram.buckets.slice(0, Math.ceil(passed));
  const [drag, setDrag] = useState<readonly [number, number] | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const bars = layBars(buckets, width, height, passed);
  const startMs = Date.parse(histogram.from);
  const bucketAt = (event: React.PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(buckets.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * passed)));
  };
  const finish = () => {
    if (drag !== null) {
      const [first, last] = [Math.min(...drag), Math.max(...drag)];
      onZoom(new Date(startMs + first * stepMs).toISOString(), new Date(startMs + (last + 1) * stepMs).toISOString());
    }
    setDrag(null);
  };
  const step = width / passed;
  const marked = drag ?? (pointed === null ? null : [pointed, pointed]);
  return (
    <>
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={`${countOf(
          buckets.reduce((sum, bucket) => sum + bucket.count, 0),
          'record',
        )} over time`}
        className="block cursor-crosshair touch-pan-y border-b border-line"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag([bucketAt(event), bucketAt(event)]);
        }}
        onPointerMove={(event) => {
          setPointed(bucketAt(event));
          if (drag !== null) setDrag([drag[0], bucketAt(event)]);
        }}
        onPointerLeave={() => setPointed(null)}
        onPointerUp={finish}
        onPointerCancel={() => setDrag(null)}
      >
        {marked === null ? null : (
          <rect
            x={Math.min(...marked) * step}
            width={(Math.abs(marked[1]! - marked[0]!) + 1) * step}
            height={height}
            className="fill-fluid/12"
          />
        )}
        <path d={bars.quiet} className="fill-edge/55" />
        <path d={bars.warn} className="fill-warn" />
        <path d={bars.bad} className="fill-bad" />
      </svg>
      <p className="flex justify-between pt-1 text-tick text-dim">
        <span>{formatMoment(startMs, Date.now())}</span>
        <span>{pointed === null ? '' : describe(histogram, pointed)}</span>
        <span>{formatMoment(startMs + passed * stepMs, Date.now())}</span>
      </p>
    </>
  );
};

const describe = ({ buckets, from, stepMs }: LogHistogram, index: number): string => {
  const bucket = buckets[index];
  if (bucket === undefined) return '';
  const at = formatMoment(Date.parse(from) + index * stepMs, Date.now());
  const bad = bucket.ERROR + bucket.CRITICAL;
  return `${at}: ${countOf(bucket.count, 'record')}${bucket.WARN > 0 ? `, ${countOf(bucket.WARN, 'warning')}` : ''}${bad > 0 ? `, ${countOf(bad, 'error')}` : ''}`;
};
