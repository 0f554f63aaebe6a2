import { useEffect, useMemo, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type ChartBand, timeChartOptions, type ChartLine } from './time-chart-options.ts';
import { useChooseRange } from '../time/use-choose-range.ts';
import { BrushArea, BrushHint } from './BrushArea.tsx';
import { plotInset, pointAt } from './chart-axes.ts';
import { useBrush } from './use-brush.ts';
import { useColors } from './use-colors.ts';
import { useWidth } from './use-width.ts';

interface Props {
  readonly title: string;
  /** Begin of each step, in Unix milliseconds. */
  readonly timesMs: readonly number[];
  readonly lines: readonly ChartLine[];
  /** From when to when the axis reaches, whatever was measured. */
  readonly window: { readonly fromMs: number; readonly toMs: number };
  readonly format: (value: number) => string;
  /** The words beside the title: of all, or of the step that is pointed at. */
  readonly caption: (step: number | null) => string;
  /** A step without a value parts the line, instead of being bridged. */
  readonly hasGaps?: boolean;
  /** Times in which something held. */
  readonly bands?: readonly ChartBand[];
  /** A press on a step leads to what is behind it; without it, it does nothing. */
  readonly onPress?: (step: number) => void;
}

/** Figures over a range of time, a line each; a part of it can be chosen as the time of the page. A table of the page, or the caption, holds the same in words. */
export const TimeChart = (props: Props) => {
  const {
    title,
    timesMs,
    lines,
    window,
    format,
    caption,
    hasGaps = false,
    bands = noBands,
    onPress = doNothing,
  } = props;
  const [frame, width] = useWidth<HTMLDivElement>();
  const host = useRef<HTMLDivElement>(null);
  const colors = useColors();
  const { fromMs, toMs } = window;
  const brush = useBrush({
    label: title,
    scale: {
      fromMs,
      toMs,
      beginsMs: timesMs,
      endsMs: timesMs.map((_, step) => timesMs[step + 1] ?? toMs),
      marks: 'points',
    },
    describe: caption,
    onSelect: useChooseRange(),
    onPress,
  });
  const { pointed } = brush;
  const drawn = useRef<uPlot>(null);
  const columns = useMemo(
    () => [timesMs.map((at) => at / 1_000), ...lines.map(({ values }) => [...values])] as uPlot.AlignedData,
    [timesMs, lines],
  );
  useEffect(() => {
    if (host.current === null || width === 0) return;
    const options = timeChartOptions({
      width,
      colors,
      lines,
      bands,
      window: { fromMs, toMs },
      format,
      hasGaps,
    });
    const chart = new uPlot(options, columns, host.current);
    drawn.current = chart;
    return () => chart.destroy();
  }, [width, colors, lines, bands, columns, fromMs, toMs, format, hasGaps]);
  useEffect(() => pointAt(drawn.current, pointed), [pointed]);
  return (
    <figure ref={frame} className="min-w-0">
      <figcaption className="flex items-baseline gap-3 pb-1">
        <span className="shrink-0">{title}</span>
        <span className="truncate text-dim">{caption(pointed)}</span>
        <BrushHint brush={brush} className="ml-auto" />
      </figcaption>
      <div className="relative">
        <div ref={host} role="img" aria-label={`${title} over time: ${caption(null)}`} className="h-[172px]" />
        <BrushArea brush={brush} inset={plotInset} />
      </div>
    </figure>
  );
};

const noBands: readonly ChartBand[] = [];

/** Of one step there is nothing to see closer. */
const doNothing = (): void => {};
