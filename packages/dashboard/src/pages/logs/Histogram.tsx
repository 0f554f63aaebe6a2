import type { LogFilter, LogHistogram } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { logHistogramQuery } from '../../fetch/queries.ts';
import { BrushArea, BrushHint } from '../../components/chart/BrushArea.tsx';
import { evenScale } from '../../components/chart/brush-scale.ts';
import { useBrush } from '../../components/chart/use-brush.ts';
import { useWidth } from '../../components/chart/use-width.ts';
import { countOf } from '../../format/number.ts';
import { formatTime } from '../../format/time.ts';
import { layBars, passedBuckets } from './histogram-bars.ts';

const height = 64;

interface Props {
  readonly filter: LogFilter;
  readonly onZoom: (times: { readonly fromMs: number; readonly toMs: number }) => void;
}

/** When the found records were written. A part of that time can be chosen. */
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
  const fromMs = Date.parse(histogram.from);
  const toMs = fromMs + passed * stepMs;
  const brush = useBrush({
    label: 'Records over time',
    scale: evenScale({ fromMs, stepMs, count: buckets.length, toMs }),
    describe: (step) => describe(histogram, step),
    onSelect: onZoom,
  });
  const bars = layBars(buckets, width, height, passed);
  return (
    <>
      <div className="relative">
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={`${countOf(totalOf(buckets), 'record')} over time`}
          className="block border-b border-line"
        >
          <path d={bars.quiet} className="fill-edge/55" />
          <path d={bars.warn} className="fill-warn" />
          <path d={bars.bad} className="fill-bad" />
        </svg>
        <BrushArea brush={brush} />
      </div>
      <p className="flex justify-between gap-3 pt-1 text-tick text-dim">
        <span>{formatTime(fromMs, Date.now())}</span>
        {brush.pointed === null || brush.stretch !== null ? (
          <BrushHint brush={brush} />
        ) : (
          <span>{describe(histogram, brush.pointed)}</span>
        )}
        <span>{formatTime(toMs, Date.now())}</span>
      </p>
    </>
  );
};

const totalOf = (buckets: LogHistogram['buckets']): number => buckets.reduce((sum, { count }) => sum + count, 0);

const describe = ({ buckets, from, stepMs }: LogHistogram, index: number): string => {
  const bucket = buckets[index];
  if (bucket === undefined) return '';
  const at = formatTime(Date.parse(from) + index * stepMs, Date.now());
  const bad = bucket.ERROR + bucket.CRITICAL;
  return `${at}: ${countOf(bucket.count, 'record')}${bucket.WARN > 0 ? `, ${countOf(bucket.WARN, 'warning')}` : ''}${bad > 0 ? `, ${countOf(bad, 'error')}` : ''}`;
};
