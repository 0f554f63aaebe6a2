import { quotaRunsOutAt } from '@sightglass/model';
import type { ApiSummary, BreakerSpan } from '@sightglass/model/rest';
import type { Tone } from '../words/state-words.ts';

/** What an API is called in its state, which role colours it, and its shape; from the worst to the calmest. */
export const apiStates = {
  open: { word: 'Breaker open', tone: 'bad', shape: 'crossedDiamond' },
  failing: { word: 'Fails its probe', tone: 'bad', shape: 'crossedDiamond' },
  silent: { word: 'Does not answer', tone: 'bad', shape: 'crossedDiamond' },
  isolated: { word: 'Isolated', tone: 'warn', shape: 'barredRing' },
  'half-open': { word: 'Breaker half-open', tone: 'warn', shape: 'halfRing' },
  below: { word: 'Below objective', tone: 'warn', shape: 'triangle' },
  shaky: { word: 'Fails often', tone: 'warn', shape: 'triangle' },
  'left-open': { word: 'Breaker was open', tone: 'warn', shape: 'halfRing' },
  short: { word: 'Quota runs out', tone: 'warn', shape: 'triangle' },
  well: { word: 'Answers', tone: 'fluid', shape: 'disc' },
  quiet: { word: 'Not called', tone: 'aside', shape: 'dottedRing' },
} as const satisfies Record<string, { word: string; tone: Tone; shape: string }>;
export type ApiState = keyof typeof apiStates;

/** Share of requests an API without an objective is expected to answer. */
const leastUsualShare = 0.9;

const urgency = Object.keys(apiStates) as readonly ApiState[];

/** The worst that is known of an API; glyph, colour, sentence and order follow from it. Pure. */
export const apiState = (api: ApiSummary, now: number): ApiState => {
  if (api.breakerState === 'isolated') return 'isolated';
  if (api.breakerState === 'open' || isLater(api.shared?.openUntil, now)) return 'open';
  if (api.probe?.state === 'fail') return 'failing';
  if (api.availability === 0) return 'silent';
  if (api.breakerState === 'half-open') return 'half-open';
  if (api.errorBudget?.met === false) return 'below';
  if (api.errorBudget === null && (api.availability ?? 1) < leastUsualShare) return 'shaky';
  if (leftOpen(api) !== undefined) return 'left-open';
  if (runsOutAt(api, now) !== null) return 'short';
  return api.requests > 0 || api.probe !== null ? 'well' : 'quiet';
};

/** The breaker that was still open when its program ended, with nobody having called since. */
export const leftOpen = ({ breakerSpans, lastAt }: ApiSummary): BreakerSpan | undefined => {
  const last = breakerSpans.at(-1);
  const isOpen = last?.state === 'open' && last.to !== null;
  return isOpen && lastAt !== null && Date.parse(lastAt) <= Date.parse(last.to ?? '') ? last : undefined;
};

/** When the quota is used up: the forecast, or now when nothing is left; null when it lasts. */
export const runsOutAt = ({ quota }: ApiSummary, now: number): number | null =>
  quota === null ? null : quotaRunsOutAt(quota, now);

export const isTroubled = (state: ApiState): boolean => state !== 'well' && state !== 'quiet';

export const rowsTouched = ({ rowsAffected }: Pick<ApiSummary, 'rowsAffected'>): number =>
  rowsAffected.reduce((sum, { rows }) => sum + rows, 0);

/** Trouble first; within each the one that touched most rows, then the least available. Pure. */
export const byUrgency = (items: readonly ApiSummary[], now: number): ApiSummary[] =>
  items.toSorted(
    (a, b) =>
      urgency.indexOf(apiState(a, now)) - urgency.indexOf(apiState(b, now)) ||
      rowsTouched(b) - rowsTouched(a) ||
      (a.availability ?? 1) - (b.availability ?? 1) ||
      a.name.localeCompare(b.name),
  );

const failing: ReadonlySet<ApiState> = new Set(['open', 'failing', 'silent', 'isolated']);

/** Those that nothing is to be had of now, the worst first. Pure. */
export const failsNow = (items: readonly ApiSummary[], now: number): ApiSummary[] =>
  byUrgency(items, now).filter((api) => failing.has(apiState(api, now)));

const isLater = (at: string | null | undefined, now: number): boolean =>
  at !== null && at !== undefined && Date.parse(at) > now;
