import { countOf, formatShare } from '../words/count.ts';
import { formatDuration } from '../words/duration.ts';
import { pipelineNames } from '../words/pipeline-names.ts';
import { rowsAffectedIn, rowsAffectedSentence, rowsAffectedWords } from '../words/policy-words.ts';
import { othersNeedAttention, type Sentence, sentenceOf, timeIn } from '../words/sentence.ts';
import {
  apisByUrgency,
  apiStateOf,
  type DescribedApi,
  failsOftenAtLast,
  isApiTrouble,
  isWithoutSuccess,
  latestAvailability,
  latestOf,
  leftOpen,
  quotaEndsAtMs,
  unsentCalls,
} from './api-state.ts';
import { blameWords, errorCounts, failureWords, unansweredWords, uncountedWords } from './error-words.ts';
import { type HeldTimes, isolatedTimes, openTimes } from './held-times.ts';
import { type SelectedTime, selectedTimeWords, windowIn } from './selected-time.ts';

/** The sentence about all external APIs: trouble first. */
export const apisSentence = (apis: readonly DescribedApi[], selected: SelectedTime, nowMs: number): Sentence => {
  const when = selectedTimeWords(selected, nowMs);
  const troubled = apisByUrgency(apis, nowMs).filter((api) => isApiTrouble(apiStateOf(api, nowMs)));
  const [worst] = troubled;
  if (worst !== undefined)
    return sentenceOf(troubleWords(worst, when, nowMs), `${othersNeedAttention(troubled.length - 1, 'API')}.`);
  const [only] = apis;
  if (only !== undefined && apis.length === 1) return apiSentence(only, selected, nowMs);
  const healthy = apis.filter((api) => apiStateOf(api, nowMs) === 'healthy');
  if (healthy.length === 0) return sentenceOf('No API was called ', when, '.');
  const head = healthyWords(apis.length, healthy.length, healthy.filter((api) => isApiKnownNow(api, nowMs)).length);
  const rows = apis.reduce((sum, { rowsAffected }) => sum + rowsAffectedIn(rowsAffected), 0);
  return rows === 0 ? [`${head}.`] : sentenceOf(`${head}. Failed calls affected ${countOf(rows, 'row')} `, when, '.');
};

/** The sentence about one external API. */
export const apiSentence = (api: DescribedApi, selected: SelectedTime, nowMs: number): Sentence => {
  const when = selectedTimeWords(selected, nowMs);
  const state = apiStateOf(api, nowMs);
  if (isApiTrouble(state)) return sentenceOf(troubleWords(api, when, nowMs), '.');
  if (state === 'quiet') return sentenceOf(`${api.name} was not called `, when, '.');
  const works = sentenceOf(`${api.name} `, worksWords(api, nowMs), '.');
  const costs = [unansweredWords(api.errors), rowsAffectedSentence(api.rowsAffected)].filter((cost) => cost !== '');
  return costs.length === 0 ? works : sentenceOf(works, ` ${costs.join('; ')} `, when, '.');
};

/** Of `all` APIs so many are healthy, and of those so many are known to be so now. */
const healthyWords = (all: number, healthy: number, now: number): string => {
  const others = healthy === all ? '' : ', the others were not called';
  const count = (some: number) => (some === all ? `All ${all}` : `${some} of ${all}`);
  if (now === healthy) return `${count(now)} APIs ${now === 1 ? 'works' : 'work'} now${others}`;
  if (now === 0) return `${count(healthy)} APIs worked when last called${others}`;
  return `${count(now)} APIs ${now === 1 ? 'works' : 'work'} now, ${healthy - now} worked when last called${others}`;
};

/** Whether it still works is not known so long after the last call or probe. */
const latelyMs = 3_600_000;

const isLately = (at: string, nowMs: number): boolean => nowMs - Date.parse(at) <= latelyMs;

/** Whether its state is one of now: it was probed or called lately. A probe that has stopped says nothing of now. */
export const isApiKnownNow = ({ probe, lastAt }: Pick<DescribedApi, 'probe' | 'lastAt'>, nowMs: number): boolean =>
  isProbedNow(probe, nowMs) || (lastAt === null ? probe === null : isLately(lastAt, nowMs));

/** Whether what its probe found is of now. */
export const isProbedNow = (probe: DescribedApi['probe'], nowMs: number): boolean =>
  probe !== null && (probe.at === undefined || isLately(probe.at, nowMs));

/** `works now, usually in 12 ms`, `passed its probe in 13 ms`, `worked when it was last called 20 hours ago`, `passed its probe 20 hours ago`. */
const worksWords = ({ durationMs, probe, lastAt }: DescribedApi, nowMs: number): Sentence => {
  const usually = durationMs === null ? '' : `, usually in ${formatDuration(durationMs.p50)}`;
  if (isApiKnownNow({ probe, lastAt }, nowMs))
    return probe !== null && durationMs === null && isProbedNow(probe, nowMs)
      ? [`passed its probe in ${formatDuration(probe.durationMs)}`]
      : [`works now${usually}`];
  const probedAt = probe?.at;
  if (probedAt !== undefined && (lastAt === null || Date.parse(probedAt) > Date.parse(lastAt)))
    return sentenceOf('passed its probe ', timeIn(probedAt, 'ago'));
  return sentenceOf('worked when it was last called ', timeIn(lastAt ?? '', 'ago'), usually);
};

/** How it went in the selected time, for lists: availability, circuit breaker, rows, quota; without the name. */
export const apiOutcome = (api: DescribedApi, selected: SelectedTime, nowMs: number): Sentence => {
  const { availability, breakerSpans, rowsAffected } = api;
  const window = windowIn(selected, nowMs);
  const calls = availability === null ? 'not called ' : `${formatShare(availability)} available `;
  const uncounted = uncountedWords(api.errors);
  const more = [
    ...probeWords(api),
    ...heldWords('circuit open', openTimes(breakerSpans, window)),
    ...heldWords('isolated', isolatedTimes(breakerSpans, window)),
    ...(uncounted === '' ? [] : [uncounted]),
    ...rowsAffectedWords(rowsAffected),
  ];
  return sentenceOf(
    calls,
    selectedTimeWords(selected, nowMs),
    ...more.map((words) => `, ${words}`),
    quotaWords(api, nowMs),
  );
};

/** What a probe found is mentioned where it is trouble, or where there is nothing else. */
const probeWords = ({ probe, availability }: DescribedApi): string[] => {
  if (probe === null) return [];
  if (probe.state === 'fail') return [`its probe fails${because(probe.problem ?? probe.error)}`];
  return availability === null ? [`its probe passes in ${formatDuration(probe.durationMs)}`] : [];
};

const heldWords = (what: string, { times, ms }: HeldTimes): string[] =>
  times === 0 ? [] : [`${what} ${times === 1 ? '' : `${times} times `}for ${formatDuration(ms)}`];

const quotaWords = (api: DescribedApi, nowMs: number): Sentence => {
  const atMs = quotaEndsAtMs(api, nowMs);
  if (atMs === null) return [];
  return atMs <= nowMs ? [', quota used up'] : sentenceOf(', quota lasts until ', timeIn(atMs, 'time'));
};

/** The figures that show the trouble, and of when they are: those of the whole time, unless only those of the hour up to its last call do. */
const figuresOf = (api: DescribedApi, when: Sentence, isInAll: boolean) =>
  isInAll
    ? { ...api, availability: api.availability ?? 0, when }
    : {
        ...latestOf(api),
        availability: latestAvailability(api) ?? 0,
        when: sentenceOf('in the hour up to its last call (', timeIn(api.lastAt ?? '', 'ago'), ')'),
      };

const troubleWords = (api: DescribedApi, when: Sentence, nowMs: number): Sentence => {
  const { name, availability, errorBudget, probe } = api;
  switch (apiStateOf(api, nowMs)) {
    case 'isolated':
      return isolatedWords(api);
    case 'open':
      return openWords(api);
    case 'half-open':
      return [`${name} is being tried again after its circuit breaker was open`];
    case 'failing':
      return [`The probe of ${name} fails${because(probe?.problem ?? probe?.error)}`];
    case 'silent':
      return silentWords(name, figuresOf(api, when, availability === 0));
    case 'unusable':
      return unusableWords(name, figuresOf(api, when, isWithoutSuccess(api)));
    case 'shaky':
      return shakyWords(name, figuresOf(api, when, !failsOftenAtLast(api)));
    case 'left-open':
      if (leftOpen(api) === undefined) return unsentWords(api, when);
      return sentenceOf(
        `${name} was last called `,
        timeIn(api.lastAt ?? '', 'ago'),
        `; its circuit breaker was open then${because(leftOpen(api)?.reason)}. Its state now is unknown`,
      );
    case 'below':
      return sentenceOf(
        `Availability of ${name} was ${formatShare(availability ?? 0)} `,
        when,
        `; the objective is ${objectiveWords(errorBudget?.objective ?? 1)}`,
      );
    case 'lossy':
      return sentenceOf(`Many calls to ${name} fail: ${unansweredWords(api.errors)} `, when, ...quotaWords(api, nowMs));
    case 'short':
      return shortWords(api, nowMs);
    default:
      return [`${name} works now`];
  }
};

const unsentWords = (api: DescribedApi, when: Sentence): Sentence => {
  const calls = unsentCalls(api);
  const subject = calls === 1 ? 'The only call' : `None of ${countOf(calls, 'call')}`;
  return sentenceOf(
    `${subject} to ${api.name} `,
    when,
    ` was ${calls === 1 ? 'not ' : ''}sent (${unsentReasons(api.errors)}). Its state now is unknown`,
  );
};

const unsentReasons = (errors: DescribedApi['errors']): string =>
  errorCounts(errors)
    .filter(({ isSent }) => !isSent)
    .map(({ name }) => name.toLowerCase())
    .join(', ');

const isolatedWords = ({ name, shared, callers }: DescribedApi): Sentence =>
  sentenceOf(
    `Calls to ${name} were stopped by hand`,
    ...(shared?.changedAt ? [' ', timeIn(shared.changedAt, 'ago')] : []),
    `${because(shared?.reason)}${stillCallingWords(callers)}`,
  );

const openWords = ({ name, breakerSpans, shared }: DescribedApi): Sentence => {
  const span = breakerSpans.findLast(({ state, to }) => state === 'open' && to === null);
  const reason = withoutStop(span?.reason ?? shared?.reason ?? '');
  const began = span === undefined ? [` are paused`] : [' have been paused since ', timeIn(span.from, 'time')];
  return sentenceOf(`Calls to ${name}`, ...began, ` (circuit breaker open)${reason === '' ? '' : ` after ${reason}`}`);
};

type Figures = ReturnType<typeof figuresOf>;

const unusableWords = (name: string, { requests, errors, when }: Figures): Sentence =>
  sentenceOf(
    `${requests === 1 ? `The only request to ${name} ` : `None of ${countOf(requests, 'request')} to ${name} `}`,
    when,
    ` ${requests === 1 ? 'failed' : 'succeeded'} (${failureWords(errors)})`,
  );

const shakyWords = (name: string, { requests, errors, availability, when }: Figures): Sentence =>
  sentenceOf(
    `${name} fails often: ${formatShare(availability)} of ${countOf(requests, 'request')} succeeded `,
    when,
    ` (${blameWords(errors)})`,
  );

const silentWords = (name: string, { requests, errors, when }: Figures): Sentence => {
  const why = blameWords(errors);
  const end = why === '' ? '' : ` (${why})`;
  return requests === 1
    ? sentenceOf(`${name} is not responding: its only request `, when, ` failed${end}`)
    : sentenceOf(`${name} is not responding: none of ${countOf(requests, 'request')} `, when, ` succeeded${end}`);
};

const shortWords = (api: DescribedApi, nowMs: number): Sentence => {
  const atMs = quotaEndsAtMs(api, nowMs) ?? nowMs;
  if (atMs > nowMs) return sentenceOf(`The quota of ${api.name} runs out `, timeIn(atMs, 'at'));
  const resetAt = api.quota?.resetAt;
  return sentenceOf(`The quota of ${api.name} is used up`, ...(resetAt ? [' until ', timeIn(resetAt, 'time')] : []));
};

const withoutStop = (reason: string): string => reason.replace(/\.$/u, '');

const because = (reason: string | null | undefined): string => (reason ? `: ${withoutStop(reason)}` : '');

/** `99.95%`, with as many decimals as it has. */
export const objectiveWords = (objective: number): string => `${Number((objective * 100).toFixed(4))}%`;

type Caller = DescribedApi['callers'][number];

/** `, but flights still calls it`; nothing when all share the breaker. */
const stillCallingWords = (callers: readonly Caller[]): string => {
  const calling = callers.filter(({ sharesBreaker }) => !sharesBreaker);
  const [only] = calling;
  if (only === undefined) return '';
  return calling.length === 1
    ? `, but ${pipelineNames(callers)(only)} still calls it`
    : `, but ${calling.length} of ${countOf(callers.length, 'pipeline')} still call it`;
};

const mostNamed = 6;

/** Which pipelines stop calling when an API is isolated, of those that called it in the selected time. */
export const breakerSharingWords = (callers: readonly Caller[]): string => {
  if (callers.length === 0) return 'No pipeline called it in the selected time.';
  const calling = callers.filter(({ sharesBreaker }) => !sharesBreaker);
  const names = pipelineNames(callers);
  if (calling.length === 0)
    return `${callers.length === 1 ? 'The only pipeline that called it stops' : `All ${countOf(callers.length, 'pipeline')} that called it stop`} calling: ${listWords(callers.map(names))}.`;
  const ignoring = calling.map(names);
  return `${ignoring.length === 1 ? 'This pipeline ignores' : 'These pipelines ignore'} this stop and still ${ignoring.length === 1 ? 'calls' : 'call'} the API: ${listWords(ignoring)}.`;
};

const listWords = (names: readonly string[]): string => {
  const named = names.slice(0, mostNamed);
  const more = names.length - named.length;
  if (more > 0) return `${named.join(', ')} and ${countOf(more, 'more pipeline')}`;
  const last = named.pop() ?? '';
  return named.length === 0 ? last : `${named.join(', ')} and ${last}`;
};
