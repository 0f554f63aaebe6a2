import type { Alert } from './alert.ts';
import { localTime } from './local-time.ts';
import { isAbout, type RuleScope, type RuleType } from './rule.ts';
import type { SubjectKind } from './subject.ts';

/** What is held back: every part that is given must fit. */
export interface SilenceScope extends RuleScope {
  readonly kind?: SubjectKind | undefined;
  readonly what?: readonly RuleType[] | undefined;
}

/** Nobody is told of what it covers while it lasts. It changes what is told, never what is so. Times in unix ms. */
export interface Silence {
  readonly id: string;
  readonly where: SilenceScope;
  readonly fromMs: number;
  readonly untilMs: number;
  /** A person. */
  readonly by: string;
  readonly why: string;
}

/** A silence that comes again every week, by the clock of a place; a range over midnight belongs to the day on which it begins. */
export interface MaintenanceWindow {
  readonly name: string;
  readonly where: SilenceScope;
  /** 0 is Sunday. */
  readonly days: readonly number[];
  /** Minutes after midnight; `untilMinute` is not part of it. */
  readonly fromMinute: number;
  readonly untilMinute: number;
  readonly timeZone: string;
}

/** Why nobody is told now, and when that is looked at again, unix ms. */
export interface Held {
  /** `the silence by Ada` */
  readonly by: string;
  readonly untilMs: number;
}

export interface Holding {
  readonly silences: readonly Silence[];
  readonly maintenance: readonly MaintenanceWindow[];
}

/** Why nobody is told of trouble of these alerts; undefined where one of them is not covered, or there is none. */
export const heldIn = (alerts: readonly Alert[], holding: Holding, nowMs: number): Held | undefined => {
  const open = openNow(holding, nowMs);
  if (open.length === 0 || alerts.length === 0) return undefined;
  const each = alerts.map((alert) => open.filter(({ where }) => covers(where, alert)));
  if (each.some((held) => held.length === 0)) return undefined;
  const [first] = each.map((held) => held.reduce((a, b) => (b.untilMs > a.untilMs ? b : a)));
  const untilMs = Math.min(...each.map((held) => Math.max(...held.map((one) => one.untilMs))));
  return first && { by: first.by, untilMs };
};

const openNow = ({ silences, maintenance }: Holding, nowMs: number): (Held & Pick<Silence, 'where'>)[] => [
  ...silences
    .filter(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs < untilMs)
    .map(({ by, where, untilMs }) => ({ by: `the silence by ${by}`, where, untilMs })),
  ...maintenance.flatMap((window) => {
    const leftMs = leftOf(window, nowMs);
    return leftMs === undefined
      ? []
      : [{ by: `maintenance "${window.name}"`, where: window.where, untilMs: nowMs + leftMs }];
  }),
];

/** Whether a silence covers an alert. */
export const covers = ({ kind, what, ...scope }: SilenceScope, alert: Alert): boolean =>
  (kind === undefined || kind === alert.subject.kind) &&
  (what === undefined || what.includes(alert.what)) &&
  isAbout({ where: scope }, alert);

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/** How long it still lasts by the clock of its place, in ms; undefined while it does not. When clocks change meanwhile, it is looked at again then. */
const leftOf = ({ days, fromMinute, untilMinute, timeZone }: MaintenanceWindow, nowMs: number): number | undefined => {
  const { day, minute } = localTime(timeZone, nowMs);
  const isToday = days.includes(day);
  const began = days.includes((day + 6) % 7);
  const isOverMidnight = untilMinute <= fromMinute;
  const left = (untilAt: number): number => (untilAt - minute) * minuteMs - (nowMs % minuteMs);
  if (isOverMidnight && began && minute < untilMinute) return left(untilMinute);
  if (!isToday || minute < fromMinute) return undefined;
  if (isOverMidnight) return left(dayMinutes + untilMinute);
  return minute < untilMinute ? left(untilMinute) : undefined;
};
