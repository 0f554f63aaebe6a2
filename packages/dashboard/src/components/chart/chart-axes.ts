import type uPlot from 'uplot';
import { formatDuration } from '../../format/duration.ts';
import { durationSteps } from '../../format/duration-steps.ts';
import type { Colors } from './use-colors.ts';

const font = '11px "Inter Variable", system-ui, sans-serif';
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const exactClock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** As fine as the step between ticks, in seconds. */
const formatTick = (seconds: number, step: number): string => {
  const format = step >= day ? date : step < minute ? exactClock : clock;
  return format.format(new Date(seconds * 1000));
};

const [minute, hour, day] = [60, 3_600, 86_400];

/** Steps between ticks in seconds: within one second, ticks would be labelled alike. */
const tickSteps = [
  1,
  2,
  5,
  10,
  15,
  30,
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => hours * hour),
  ...[1, 2, 3, 4, 5, 7, 10, 15, 30, 60, 90, 180, 365].map((days) => days * day),
];

/** Room left of every chart for the figures of its axis, so that charts of one width share their time axis. */
const figuresWidth = 64;

/** Half of the widest time stands beyond the right end of its axis. */
export const chartPadding: uPlot.Padding = [8, 26, 0, 0];

/** Time below, figures with hairlines at the left. */
export const chartAxes = (colors: Colors, format: (value: number) => string): uPlot.Axis[] => [
  {
    font,
    stroke: colors.dim,
    grid: { show: false },
    ticks: { stroke: colors.line, size: 4, width: 1 },
    space: 72,
    incrs: tickSteps,
    size: 28,
    values: (_, ticks, __, ___, step) => ticks.map((tick) => formatTick(tick, step)),
  },
  {
    font,
    stroke: colors.dim,
    grid: { stroke: colors.line, width: 1 },
    ticks: { show: false },
    size: figuresWidth,
    space: 40,
    ...(format === formatDuration && { incrs: durationSteps.filter((stepMs) => stepMs >= 1) }),
    values: (_, ticks) => ticks.map(format),
  },
];
