import type { RunMark } from '@sightglass/model/rest';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useColors } from '../../components/chart/use-colors.ts';
import { useWidth } from '../../components/chart/use-width.ts';
import { formatTime } from '../../format/time.ts';
import { trendOptions } from './trend-options.ts';
import { trendColumns, usualBand } from './trend.ts';
import { runLink, type RunName } from '../../url/run-link.ts';

interface Props {
  readonly title: string;
  readonly runs: readonly RunMark[];
  /** Their pipeline. */
  readonly of: Omit<RunName, 'runId'>;
  readonly measure: (run: RunMark) => number;
  readonly format: (value: number) => string;
}

/** One figure over the recent runs, with what is usual as a band. The run history below holds the same in a table. */
export const TrendChart = ({ title, of, runs, measure, format }: Props) => {
  const [frame, width] = useWidth<HTMLDivElement>();
  const host = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const colors = useColors();
  const [pointed, setPointed] = useState<number | null>(null);
  const band = useMemo(() => usualBand(runs, measure), [runs, measure]);
  const trend = useMemo(() => trendColumns(runs, measure), [runs, measure]);
  const run = pointed === null ? undefined : trend.runs[pointed];
  const open = useEffectEvent(() => {
    if (run !== undefined) void navigate(runLink({ ...of, runId: run.runId }));
  });
  useEffect(() => {
    if (host.current === null || width === 0) return;
    const options = trendOptions({ width, colors, band, format, onPoint: setPointed });
    const chart = new uPlot(options, trend.columns, host.current);
    const click = () => open();
    chart.over.addEventListener('click', click);
    return () => chart.destroy();
  }, [width, colors, band, trend, format]);
  return (
    <figure ref={frame} className="min-w-0">
      <figcaption className="flex items-baseline gap-3 pb-1">
        <span className="text-name">{title}</span>
        <span className="truncate text-dim">
          {run === undefined
            ? band === null
              ? ''
              : `usually ${format(band.low)} to ${format(band.high)}`
            : `${formatTime(Date.parse(run.startedAt), Date.now())} · ${format(measure(run))} · ${run.shown.word.toLowerCase()}`}
        </span>
      </figcaption>
      <div
        ref={host}
        role="img"
        aria-label={`${title} of the last ${trend.runs.length} runs`}
        className="h-[172px] cursor-pointer"
      />
    </figure>
  );
};
