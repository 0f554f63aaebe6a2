import { metricFormat, metricSentence } from '@sightglass/model';
import type { MetricSeries } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { TimeChart } from '../../components/chart/TimeChart.tsx';
import { metricAttributesQuery, metricSeriesQuery } from '../../fetch/explore.ts';
import { countOf } from '../../format/number.ts';
import { formatTime } from '../../format/time.ts';
import { metricLines, mostDrawn, type MetricLine } from './chart-lines.ts';
import { Examples } from './Examples.tsx';
import { LineTable } from './LineTable.tsx';
import { MetricControls } from './MetricControls.tsx';
import { type MetricsProps, selectionOf } from './metrics-search.ts';

interface Props extends MetricsProps {
  readonly name: string;
  /** The end of a relative range. */
  readonly asOf: number;
}

/** One metric over time, with what its figures are. */
export const MetricView = ({ name, search, asOf, onChange }: Props) => {
  const selection = selectionOf(search, asOf);
  const query = useQuery(metricSeriesQuery(selection, search.aggregation, search.by));
  const attributes = useQuery(metricAttributesQuery(name));
  return (
    <>
      <MetricControls
        search={search}
        onChange={onChange}
        series={query.data}
        attributes={attributes.data?.attributes ?? []}
      />
      <h2 className="mt-5 text-name wrap-anywhere">{name}</h2>
      <Awaited
        query={query}
        what="The metric"
        loading={<div className="h-[340px]" role="status" aria-label="Reading the metric" />}
      >
        {(series) => (
          <div className={query.isPlaceholderData ? 'opacity-60' : ''}>
            {series.series.length === 0 ? (
              <p className="mt-2 text-dim">Nothing was received of it in this time that meets the conditions.</p>
            ) : (
              <MetricChart series={series} range={selection} />
            )}
          </div>
        )}
      </Awaited>
      <Examples selection={selection} format={metricFormat({ unit: query.data?.unit ?? '', type: 'gauge' })} />
    </>
  );
};

interface ChartProps {
  readonly series: MetricSeries;
  readonly range: { readonly from?: string; readonly to?: string };
}

const MetricChart = ({ series, range }: ChartProps) => {
  const lines = useMemo(() => metricLines(series), [series]);
  const drawn = useMemo(() => lines.slice(0, mostDrawn), [lines]);
  const { aggregation, type, unit } = series;
  const format = useMemo(() => metricFormat({ aggregation, type, unit }), [aggregation, type, unit]);
  const timesMs = useMemo(() => (series.series[0]?.points ?? []).map(([at]) => Date.parse(at)), [series]);
  const fromMs = timesMs[0] ?? 0;
  const toMs = Math.min(Math.max(Date.now(), fromMs + 1_000), Date.parse(range.to ?? new Date().toISOString()));
  return (
    <>
      <p className="mt-1 mb-4 max-w-[84ch] text-dim">{metricSentence(series)}</p>
      <TimeChart
        title={aggregation ?? ''}
        timesMs={timesMs}
        lines={drawn}
        window={{ fromMs, toMs: Math.max(toMs, timesMs.at(-1) ?? toMs) }}
        format={format}
        hasGaps
        caption={(step) => captionOf(lines, drawn, timesMs, step, format)}
      />
      <LineTable lines={lines} format={format} />
    </>
  );
};

const captionOf = (
  lines: readonly MetricLine[],
  drawn: readonly MetricLine[],
  timesMs: readonly number[],
  step: number | null,
  format: (value: number) => string,
): string => {
  const at = step === null ? undefined : timesMs[step];
  if (step === null || at === undefined)
    return lines.length > drawn.length
      ? `the ${drawn.length} highest of ${countOf(lines.length, 'line')}; all are in the table`
      : countOf(lines.length, 'line');
  const figures = drawn.map(({ name, values }) => {
    const value = values[step] ?? null;
    return `${lines.length === 1 ? '' : `${name} `}${value === null ? 'nothing received' : format(value)}`;
  });
  return `${formatTime(at, Date.now())}: ${figures.join(', ')}`;
};
