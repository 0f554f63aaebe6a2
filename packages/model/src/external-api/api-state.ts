import type { Shown, Tone, Verdict } from '../verdict/shown.ts';
import type { HealthVerdict } from '../verdict/health-verdict.ts';
import { healthVerdictOf } from '../verdict/health-verdict.ts';
import { rowsAffectedIn } from '../words/policy-words.ts';
import { type BreakerState, type CallError, type FallbackPolicy, isSent, isUnavailability } from './calls.ts';
import type { BreakerTime } from './held-times.ts';
import { quotaRunsOutAt, type QuotaReadingTimes } from './quota.ts';

/** All that the words about an external API are made of; figures are of the time that was selected. */
export interface DescribedApi {
  readonly name: string;
  readonly requests: number;
  readonly availability: number | null;
  readonly errors: Readonly<Record<string, number>>;
  /** Of the hour up to its last call; absent where that is not known. */
  readonly latest?: { readonly requests: number; readonly errors: Readonly<Record<string, number>> } | null;
  readonly durationMs: { readonly p50: number } | null;
  readonly lastAt: string | null;
  readonly breakerState: BreakerState;
  readonly breakerSpans: readonly (BreakerTime & { readonly reason: string })[];
  readonly rowsAffected: readonly { readonly policy: FallbackPolicy; readonly rows: number }[];
  readonly quota: QuotaReadingTimes | null;
  readonly probe: {
    readonly state: 'pass' | 'fail';
    /** When it was last made; absent: just now. */
    readonly at?: string;
    readonly durationMs: number;
    readonly problem: string | null;
    readonly error: string | null;
  } | null;
  readonly errorBudget: { readonly objective: number; readonly met: boolean } | null;
  readonly shared: {
    readonly reason: string;
    readonly openUntil: string | null;
    readonly changedAt: string | null;
  } | null;
  readonly callers: readonly {
    readonly namespace: string;
    readonly pipeline: string;
    readonly sharesBreaker: boolean;
  }[];
}

/** From the worst to the calmest. */
export const apiStates = [
  'open',
  'failing',
  'silent',
  'unusable',
  'isolated',
  'half-open',
  'below',
  'shaky',
  'left-open',
  'lossy',
  'short',
  'healthy',
  'quiet',
] as const;
export type ApiState = (typeof apiStates)[number];

const wordsAndTones: Readonly<Record<ApiState, { readonly word: string; readonly tone: Tone }>> = {
  open: { word: 'Circuit open', tone: 'bad' },
  failing: { word: 'Probe fails', tone: 'bad' },
  silent: { word: 'Not responding', tone: 'bad' },
  unusable: { word: 'All requests fail', tone: 'bad' },
  isolated: { word: 'Isolated', tone: 'warn' },
  'half-open': { word: 'Circuit half-open', tone: 'warn' },
  below: { word: 'Below objective', tone: 'warn' },
  shaky: { word: 'Fails often', tone: 'warn' },
  'left-open': { word: 'Circuit was open', tone: 'warn' },
  lossy: { word: 'Many calls fail', tone: 'warn' },
  short: { word: 'Quota runs out', tone: 'warn' },
  healthy: { word: 'Healthy', tone: 'fluid' },
  quiet: { word: 'Not called', tone: 'aside' },
};

/** Share of requests an API without an objective is expected to answer, and of all that were to be made, whosever the failures are. */
const leastUsualShare = 0.9;

/** The worst that is known of an API now. */
export const apiStateOf = (api: DescribedApi, nowMs: number): ApiState => {
  if (api.breakerState === 'isolated') return 'isolated';
  if (api.breakerState === 'open' || isLater(api.shared?.openUntil, nowMs)) return 'open';
  if (api.probe?.state === 'fail') return 'failing';
  if (api.availability === 0 || latestAvailability(api) === 0) return 'silent';
  if (isWithoutSuccess(api) || isWithoutSuccess(latestOf(api))) return 'unusable';
  if (api.breakerState === 'half-open') return 'half-open';
  if (api.errorBudget?.met === false) return 'below';
  if (api.errorBudget === null && (api.availability ?? 1) < leastUsualShare) return 'shaky';
  if (failsOftenAtLast(api)) return 'shaky';
  if (leftOpen(api) !== undefined || unsentCalls(api) > 0) return 'left-open';
  if (lostShare(api) > 1 - leastUsualShare) return 'lossy';
  if (quotaEndsAtMs(api, nowMs) !== null) return 'short';
  return api.requests > 0 || api.probe !== null ? 'healthy' : 'quiet';
};

type Requests = Pick<DescribedApi, 'requests' | 'errors'>;

export const latestOf = ({ latest }: Pick<DescribedApi, 'latest'>): Requests => latest ?? { requests: 0, errors: {} };

export const isWithoutSuccess = (calls: Requests): boolean =>
  calls.requests > 0 && countErrors(calls, isSent) >= calls.requests;

/** Of the hour up to its last call, the share of requests it is not to blame for; null when none is known. */
export const latestAvailability = (api: Pick<DescribedApi, 'latest'>): number | null => {
  const latest = latestOf(api);
  return latest.requests === 0 ? null : 1 - Math.min(1, countErrors(latest, isUnavailability) / latest.requests);
};

/** Fewer requests than these do not show how often it fails: one that was repeated is half of two. */
const leastLatestRequests = 10;

/** It failed more than it may in the hour up to its last call, however well it did before. */
export const failsOftenAtLast = (api: Pick<DescribedApi, 'latest' | 'errorBudget'>): boolean =>
  latestOf(api).requests >= leastLatestRequests &&
  (latestAvailability(api) ?? 1) < Math.min(leastUsualShare, api.errorBudget?.objective ?? 1);

export const shownApi = (api: DescribedApi, nowMs: number): Shown<ApiState> => {
  const id = apiStateOf(api, nowMs);
  return { id, ...wordsAndTones[id] };
};

export const apiVerdict = (api: DescribedApi, nowMs: number): Verdict<HealthVerdict> => {
  const id = apiStateOf(api, nowMs);
  return healthVerdictOf(id === 'quiet' ? null : id === 'healthy');
};

export const isApiTrouble = (state: ApiState): boolean => state !== 'healthy' && state !== 'quiet';

const unusable: ReadonlySet<ApiState> = new Set(['open', 'failing', 'silent', 'unusable', 'isolated']);

/** Nothing is to be had of it now. */
export const isApiUnusable = (state: ApiState): boolean => unusable.has(state);

/** The breaker that was still open when its program ended, if the API was not called since. */
export const leftOpen = ({
  breakerSpans,
  lastAt,
}: Pick<DescribedApi, 'breakerSpans' | 'lastAt'>): DescribedApi['breakerSpans'][number] | undefined => {
  const last = breakerSpans.at(-1);
  const isOpen = last?.state === 'open' && last.to !== null;
  return isOpen && lastAt !== null && Date.parse(lastAt) <= Date.parse(last.to ?? '') ? last : undefined;
};

/** Calls that were not sent, where not one was. */
export const unsentCalls = (api: Pick<DescribedApi, 'requests' | 'errors'>): number =>
  api.requests > 0 ? 0 : countErrors(api, (error) => !isSent(error));

/** Of the requests made and those not sent, the share that brought no usable answer, whosever the fault is: 0 to 1. What a person has stopped is no fault. */
const lostShare = (api: Pick<DescribedApi, 'requests' | 'errors'>): number => {
  const notSent = countErrors(api, (error) => !isSent(error) && error !== 'isolated');
  const all = api.requests + notSent;
  return all === 0 ? 0 : (countErrors(api, isSent) + notSent) / all;
};

const countErrors = ({ errors }: Pick<DescribedApi, 'errors'>, counts: (error: CallError) => boolean): number =>
  Object.entries(errors).reduce((sum, [error, count]) => sum + (counts(error as CallError) ? count : 0), 0);

/** When the quota runs out; null when it lasts, or none is known. */
export const quotaEndsAtMs = ({ quota }: Pick<DescribedApi, 'quota'>, nowMs: number): number | null =>
  quota === null ? null : quotaRunsOutAt(quota, nowMs);

/** Trouble first; within each the one that affected most rows, then the least available. */
export const apisByUrgency = <Api extends DescribedApi>(apis: readonly Api[], nowMs: number): Api[] =>
  apis.toSorted(
    (a, b) =>
      apiStates.indexOf(apiStateOf(a, nowMs)) - apiStates.indexOf(apiStateOf(b, nowMs)) ||
      rowsAffectedIn(b.rowsAffected) - rowsAffectedIn(a.rowsAffected) ||
      (a.availability ?? 1) - (b.availability ?? 1) ||
      a.name.localeCompare(b.name),
  );

const isLater = (at: string | null | undefined, nowMs: number): boolean =>
  at !== null && at !== undefined && Date.parse(at) > nowMs;
