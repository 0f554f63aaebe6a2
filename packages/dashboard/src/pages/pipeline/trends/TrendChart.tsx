import type { RunMark } from '@sightglass/model/rest';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { BrushArea, BrushHint } from '../../../components/chart/BrushArea.tsx';
import { plotInset, pointAt } from '../../../components/chart/chart-axes.ts';
import { useBrush } from '../../../components/chart/use-brush.ts';
import { useColors } from '../../../components/chart/use-colors.ts';
import { useWidth } from '../../../components/chart/use-width.ts';
import { useChooseRange } from '../../../components/time/use-choose-range.ts';
import { formatTime } from '../../../format/time.ts';
import { trendOptions } from './trend-options.ts';
import { trendColumns, trendScale, usualBand } from './trend.ts';
import { runLink, type RunName } from '../../../url/run-link.ts';

interface Props {
  readonly title: string;
  readonly runs: readonly RunMark[];
  /** Their pipeline. */
  readonly of: Omit<RunName, 'runId'>;
  readonly measure: (run: RunMark) => number;
  readonly format: (value: number) => string;
}

/** One figure over runs, with what is usual as a band. A press opens a run; the run history below holds the same in a table. */
export const TrendChart = ({ title, of, runs, measure, format }: Props) => {
  const [frame, width] = useWidth<HTMLDivElement>();
  const host = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const colors = useColors();
  const band = useMemo(() => usualBand(runs, measure), [runs, measure]);
  const trend = useMemo(() => trendColumns(runs, measure), [runs, measure]);
  const scale = useMemo(() => trendScale(trend.runs), [trend]);
  const wordsOf = (at: number): string => {
    const run = trend.runs[at];
    if (run === undefined) return '';
    return `${formatTime(Date.parse(run.startedAt), Date.now())} · ${format(measure(run))} · ${run.shown.word.toLowerCase()}`;
  };
  const brush = useBrush({
    label: title,
    scale,
    describe: wordsOf,
    onSelect: useChooseRange(),
    onPress: (at) => {
      const run = trend.runs[at];
      if (run !== undefined) void navigate(runLink({ ...of, runId: run.runId }));
    },
  });
  const { pointed } = brush;
  const drawn = useRef<uPlot>(null);
  useEffect(() => {
    if (host.current === null || width === 0) return;
    const options = trendOptions({ width, colors, band, format, scale });
    const chart = new uPlot(options, trend.columns, host.current);
    drawn.current = chart;
    return () => chart.destroy();
  }, [width, colors, band, trend, format, scale]);
  useEffect(() => pointAt(drawn.current, pointed), [pointed]);
  const usual = band === null ? '' : `usually ${format(band.low)} to ${format(band.high)}`;
  return (
    <figure ref={frame} className="min-w-0">
      <figcaption className="flex flex-wrap items-baseline gap-x-3 pb-1">
        <span className="text-name">{title}</span>
        <span className="truncate text-dim">{pointed === null ? usual : wordsOf(pointed)}</span>
        <BrushHint brush={brush} className="ml-auto" />
      </figcaption>
      <div className="relative">
        <div
          ref={host}
          role="img"
          aria-label={`${title} of the last ${trend.runs.length} runs`}
          className="h-[172px]"
        />
        <BrushArea brush={brush} inset={plotInset} />
      </div>
    </figure>
  );
};
