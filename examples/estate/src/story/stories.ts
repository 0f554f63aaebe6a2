import { company, keyOf } from '../catalogue/company.ts';
import type { EstatePipeline, SimulatedDatabase } from '../catalogue/types.ts';
import { warehouse } from '../catalogue/systems.ts';
import { chanceOf } from '../random.ts';
import { dayMs, dayOf, hourMs, isMonthEnd, minuteMs, weekdayOf } from '../times.ts';

/** What the company goes through, held against the day on which its history was first made (`anchorMs`). */
export interface StoryTime {
  readonly seed: number;
  readonly anchorMs: number;
}

export interface Failure {
  readonly type: string;
  readonly message: string;
}

/** What is not as on an ordinary day in one run. */
export interface Trouble {
  readonly durationFactor?: number;
  /** Its first stage waits so long, in ms. */
  readonly waitsMs?: number;
  /** More rows than usual are rejected for the first reason of the first stage that rejects: their share, 0 to 1. */
  readonly rejectedShare?: number;
  /** Columns of its file are called otherwise. */
  readonly drift?: { readonly missing: string; readonly extra: string };
  readonly api?: 'limited' | 'down';
  readonly failure?: Failure;
}

type Story = (time: StoryTime, dueMs: number, key: string) => Trouble | undefined;

/** From 23 days before, at 01:30, the warehouse answers nobody for 3 h 40 min. */
export const outageOf = ({ anchorMs }: StoryTime): { readonly fromMs: number; readonly toMs: number } => {
  const fromMs = dayOf(anchorMs) - 23 * dayMs + 90 * minuteMs;
  return { fromMs, toMs: fromMs + 220 * minuteMs };
};

export const isAway = (database: SimulatedDatabase, time: StoryTime, atMs: number): boolean => {
  const { fromMs, toMs } = outageOf(time);
  return database === warehouse && atMs >= fromMs && atMs < toMs;
};

/** Route plans take longer every day: 1 at first, 2.5 times as long after 75 days, and so on up to 3.4 times. */
const creep: Story = ({ anchorMs }, dueMs) => ({
  durationFactor: 1 + 1.5 * Math.min(1.6, Math.max(0, (dueMs - anchorMs) / (75 * dayMs) + 1)),
});

/** Four days before, the carrier renames a column of its file without a word. */
const drift: Story = ({ anchorMs }, dueMs) =>
  dueMs >= dayOf(anchorMs) - 4 * dayMs ? { drift: { missing: 'carrier', extra: 'carrier_name' } } : undefined;

/** From five days before, the CRM lets more and more e-mail addresses through that are none. */
const rejectedRise: Story = ({ anchorMs }, dueMs) => {
  const days = Math.floor((dueMs - dayOf(anchorMs)) / dayMs) + 5;
  return days < 0 ? undefined : { rejectedShare: Math.min(0.14, 0.035 + 0.022 * days) };
};

/** One in six exports of tickets fails. */
const flaky: Story = ({ seed }, dueMs, key) =>
  chanceOf(seed, key, dueMs, 'flaky').next() < 0.17
    ? { failure: { type: 'ExitCode', message: 'curl: (28) Operation timed out after 60001 milliseconds' } }
    : undefined;

/** The bank delivers its file more than an hour late one day in seven, and on the last working day that is at least two days before. */
const lateFile: Story = ({ seed, anchorMs }, dueMs, key) => {
  const chance = chanceOf(seed, key, dueMs, 'late');
  const isForced = dayOf(dueMs) === lastWorkingDay(dayOf(anchorMs) - 2 * dayMs);
  return chance.next() < 0.14 || isForced ? { waitsMs: chance.between(65, 150) * minuteMs } : undefined;
};

const lastWorkingDay = (dayAtMs: number): number => {
  const weekday = weekdayOf(dayAtMs);
  return dayAtMs - (weekday === 0 ? 2 : weekday === 6 ? 1 : 0) * dayMs;
};

/** The card network allows fewer requests than month ends need; so it does every eleventh afternoon, and from five hours before. */
const quota: Story = ({ anchorMs }, dueMs) => {
  const hour = (dueMs - dayOf(dueMs)) / hourMs;
  const day = Math.round((dayOf(anchorMs) - dayOf(dueMs)) / dayMs);
  const isLimited =
    (isMonthEnd(dueMs) && hour >= 9 && hour < 14) ||
    (day % 11 === 6 && hour >= 14 && hour < 17) ||
    (dueMs >= anchorMs - 5 * hourMs && dueMs < anchorMs + 20 * minuteMs);
  return isLimited ? { api: 'limited', durationFactor: 1.8 } : undefined;
};

/** 36 days before, the geocoder answers with errors. */
const geocoderDown: Story = ({ anchorMs }, dueMs) =>
  dayOf(dueMs) === dayOf(anchorMs) - 36 * dayMs ? { api: 'down', durationFactor: 2.2 } : undefined;

const stories: Readonly<Record<string, readonly Story[]>> = {
  'logistics/route-plans': [creep],
  'logistics/shipments': [drift, geocoderDown],
  'sales/customers': [rejectedRise],
  'care/tickets-export': [flaky],
  'finance/fx-rates': [lateFile],
  'finance/payments': [quota],
};

const originals = new Set(company.map(keyOf));

/** The trouble of one run; copies of a pipeline share the trouble of the original. */
export const troubleOf = (pipeline: EstatePipeline, time: StoryTime, dueMs: number): Trouble => {
  const key = keyOf(pipeline);
  const original = originals.has(key) ? key : key.replace(/-\d+$/u, '');
  return Object.assign({}, ...(stories[original] ?? []).map((story) => story(time, dueMs, key))) as Trouble;
};
