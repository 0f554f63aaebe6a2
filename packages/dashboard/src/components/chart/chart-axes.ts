import uPlot from 'uplot';
import { dateLanguage } from '../../format/language.ts';
import { exactZone, timeZone } from '../../format/zone.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { durationSteps } from '../../format/duration-steps.ts';
import { tickWords } from './tick-words.ts';
import type { Colors } from './use-colors.ts';

const font = '11px "Inter Variable", system-ui, sans-serif';
/** Ticks stand at whole hours and days of the chosen zone. */
export const chartDate = (seconds: number): Date => uPlot.tzDate(new Date(seconds * 1_000), exactZone());

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

/** Half a thing is none: its tick would be labelled as the next. */
const countSteps = Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

/** Room left of every chart for the figures of its axis, so that charts of one width share their time axis. */
const figuresWidth = 64;

const timesHeight = 28;

/** Half of the widest time stands beyond the right end of its axis. */
export const chartPadding: uPlot.Padding = [8, 26, 0, 0];

/** Where the plot lies in a chart with these axes, in px. */
export const plotInset = { left: figuresWidth, right: 26, top: 8, bottom: timesHeight };

/** Shows the values of a step, as if a pointer were there. */
export const pointAt = (chart: uPlot | null, step: number | null): void => {
  const at = step === null ? undefined : chart?.data[0][step];
  chart?.setCursor(at === undefined ? { left: -10, top: -10 } : { left: chart.valToPos(at, 'x'), top: 10 });
};

/** Time below, figures with hairlines at the left. */
export const chartAxes = (colors: Colors, format: (value: number) => string): uPlot.Axis[] => [
  {
    font,
    stroke: colors.dim,
    grid: { show: false },
    ticks: { stroke: colors.line, size: 4, width: 1 },
    space: 72,
    incrs: tickSteps,
    size: timesHeight,
    values: (_, ticks, __, ___, step) =>
      tickWords(ticks, step, { timeZone: timeZone(), nowMs: Date.now(), language: dateLanguage() }),
  },
  {
    font,
    stroke: colors.dim,
    grid: { stroke: colors.line, width: 1 },
    ticks: { show: false },
    size: figuresWidth,
    space: 40,
    ...(format === formatCount && { incrs: countSteps }),
    ...(format === formatDuration && { incrs: durationSteps.filter((stepMs) => stepMs >= 1) }),
    values: (_, ticks) => ticks.map(format),
  },
];
