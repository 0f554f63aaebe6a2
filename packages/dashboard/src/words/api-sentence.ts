import type { ApiSummary } from '@sightglass/model/rest';
import { apiState, byUrgency, isTroubled, leftOpen, rowsTouched, runsOutAt } from '../external-apis/api-state.ts';
import { sayRange, windowOf, type ApiRange } from '../external-apis/api-range.ts';
import { sayBlame } from '../external-apis/error-words.ts';
import { isolatedTimes, openTimes, type HeldTimes } from '../external-apis/held-times.ts';
import { formatDuration, sayAgo } from '../format/duration.ts';
import { noBreak } from '../format/no-break.ts';
import { countOf, formatShare } from '../format/number.ts';
import { sayMoment } from '../format/time.ts';
import { sayDeaf } from './obedience-words.ts';
import { sayRowsTouched } from './policy-words.ts';

/** The sentence the page of all APIs opens with: trouble first. */
export const apisSentence = (items: readonly ApiSummary[], range: ApiRange, now: number): string => {
  const ordered = byUrgency(items, now);
  const troubled = ordered.filter((api) => isTroubled(apiState(api, now)));
  const [worst] = troubled;
  if (worst !== undefined) return `${troubleOf(worst, range, now)}${others(troubled.length - 1)}.`;
  const well = items.filter((api) => apiState(api, now) === 'well').length;
  if (well === 0) return `No API was called ${sayRange(range, now)}.`;
  const rows = items.reduce((sum, api) => sum + rowsTouched(api), 0);
  const cost = rows === 0 ? '' : `; failed calls touched ${countOf(rows, 'row')} ${sayRange(range, now)}`;
  const [only] = items;
  if (only !== undefined && items.length === 1) return `${only.name} answers${cost}.`;
  return well === items.length
    ? `All ${well} APIs answer${cost}.`
    : `${well} of ${items.length} APIs ${well === 1 ? 'answers' : 'answer'}, the others were not called${cost}.`;
};

/** The sentence the page of one API opens with. */
export const apiSentence = (api: ApiSummary, range: ApiRange, now: number): string => {
  const state = apiState(api, now);
  if (isTroubled(state)) return `${troubleOf(api, range, now)}.`;
  if (state === 'quiet') return `${api.name} was not called ${sayRange(range, now)}.`;
  const { durationMs, probe } = api;
  const takes = durationMs?.p50 ?? probe?.durationMs;
  return `${api.name} answers${takes === undefined ? '' : `, usually in ${formatDuration(takes)}`}.`;
};

/** How it went in that time: availability, breaker, rows, quota; without the name. */
export const sayFigures = (api: ApiSummary, range: ApiRange, now: number): string => {
  const { availability, breakerSpans, rowsAffected } = api;
  const window = windowOf(range, now);
  const when = sayRange(range, now);
  const calls = availability === null ? `not called ${when}` : `${formatShare(availability)} available ${when}`;
  return [
    calls,
    ...sayProbe(api),
    ...sayHeld('breaker open', openTimes(breakerSpans, window)),
    ...sayHeld('isolated', isolatedTimes(breakerSpans, window)),
    ...sayRowsTouched(rowsAffected),
    ...sayQuota(api, now),
  ].join(', ');
};

/** What probes see is told where it is trouble, or where there is nothing else. */
const sayProbe = ({ probe, availability }: ApiSummary): string[] => {
  if (probe === null) return [];
  if (probe.state === 'fail') return [`its probe fails${because(probe.problem ?? probe.error)}`];
  return availability === null ? [`its probe answers in ${formatDuration(probe.durationMs)}`] : [];
};

const sayHeld = (what: string, { times, ms }: HeldTimes): string[] => {
  if (times === 0) return [];
  return [`${what} ${times === 1 ? '' : `${noBreak(`${times} times`)} `}for ${formatDuration(ms)}`];
};

const sayQuota = (api: ApiSummary, now: number): string[] => {
  const at = runsOutAt(api, now);
  if (at === null) return [];
  return at <= now ? ['quota used up'] : [`quota lasts until ${sayMoment(at, now).replace(/^at /u, '')}`];
};

const troubleOf = (api: ApiSummary, range: ApiRange, now: number): string => {
  const { name, availability, errorBudget, probe, shared } = api;
  switch (apiState(api, now)) {
    case 'isolated':
      return `${name} was isolated${shared?.changedAt ? ` ${sayAgo(Date.parse(shared.changedAt), now)}` : ''}${because(shared?.reason)}${sayDeaf(api.callers)}`;
    case 'open':
      return openWords(api, now);
    case 'half-open':
      return `${name} is tried again after its breaker was open`;
    case 'failing':
      return `${name} fails its probe${because(probe?.problem ?? probe?.error)}`;
    case 'silent':
      return silentWords(api, range, now);
    case 'shaky':
      return `${name} fails often: ${formatShare(availability ?? 0)} of ${countOf(api.requests, 'request')} were answered ${sayRange(range, now)}, ${sayBlame(api.errors)}`;
    case 'left-open':
      return `${name} was last called ${sayAgo(Date.parse(api.lastAt ?? ''), now)}, and its breaker was open when that program ended${because(leftOpen(api)?.reason)}`;
    case 'below':
      return `${name} is below its objective: ${formatShare(availability ?? 0)} of ${objectiveWords(errorBudget?.objective ?? 1)} available ${sayRange(range, now)}`;
    case 'short': {
      const at = runsOutAt(api, now) ?? now;
      const isOver = at <= now;
      const resetAt = api.quota?.resetAt;
      const when = isOver && resetAt ? ` until ${sayMoment(Date.parse(resetAt), now).replace(/^at /u, '')}` : '';
      return isOver ? `The quota of ${name} is used up${when}` : `The quota of ${name} runs out ${sayMoment(at, now)}`;
    }
    default:
      return `${name} answers`;
  }
};

const silentWords = ({ name, requests, errors }: ApiSummary, range: ApiRange, now: number): string => {
  const when = sayRange(range, now);
  const none = requests === 1 ? `its only request ${when} failed` : `none of ${countOf(requests, 'request')} ${when}`;
  return `${name} does not answer: ${none}, ${sayBlame(errors)}`;
};

const openWords = ({ name, breakerSpans, shared }: ApiSummary, now: number): string => {
  const span = breakerSpans.findLast(({ state, to }) => state === 'open' && to === null);
  const began = span === undefined ? '' : ` ${sayAgo(Date.parse(span.from), now)}`;
  const reason = (span?.reason ?? shared?.reason ?? '').replace(/\.$/u, '');
  return `${name} is not called: its breaker opened${began}${reason === '' ? '' : ` after ${reason}`}`;
};

const because = (reason: string | null | undefined): string => (reason ? `: ${reason.replace(/\.$/u, '')}` : '');

/** `99.95%`, with as many decimals as it has. */
export const objectiveWords = (objective: number): string => `${Number((objective * 100).toFixed(4))}%`;

const others = (count: number): string =>
  count === 0 ? '' : count === 1 ? ', and one more API needs a look' : `, and ${count} more APIs need a look`;
