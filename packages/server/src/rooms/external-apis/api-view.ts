import {
  apiOutcome,
  apiSentence,
  apiStateOf,
  apiStates,
  apiVerdict,
  type DescribedApi,
  isApiTrouble,
  isApiUnusable,
  type SelectedTime,
  shownApi,
  writtenSentence,
} from '@sightglass/model';
import { mostPressingQuota } from '@sightglass/model';
import type { ApiDetail, ApiSummary, BreakerSpan, SharedBreaker } from '@sightglass/model/rest';
import type { Caller, EndpointCalls, QuotaFacts } from './facts/calls.ts';
import type { LatestCalls } from './facts/latest-calls.ts';
import type { ProbeFacts } from './facts/probes.ts';
import type { Sharer } from './facts/sharers.ts';
import type { AffectedRows } from './facts/rows.ts';
import { instantOf } from '../../http/instant.ts';
import { breakerStateOf } from './breaker-spans.ts';
import { callFiguresOf } from './call-figures.ts';
import { errorBudgetOf } from './error-budget.ts';

/** All that is known of the requested APIs. */
export interface ApiFacts {
  readonly calls: readonly EndpointCalls[];
  readonly latest: readonly LatestCalls[];
  readonly rows: readonly AffectedRows[];
  /** By API. */
  readonly spans: ReadonlyMap<string, readonly BreakerSpan[]>;
  readonly probes: readonly ProbeFacts[];
  readonly shared: readonly SharedBreaker[];
  /** Pipelines that obey the shared breaker. */
  readonly sharers: readonly Sharer[];
  /** For availability; undefined when none is requested. */
  readonly objective: number | undefined;
  /** Configured ones, by API. */
  readonly objectives: ReadonlyMap<string, number>;
}

/** An API as it is answered, with what only its words are made of. */
export type JudgedApi = ApiDetail & Pick<DescribedApi, 'latest'>;

type BareApi = Omit<
  JudgedApi,
  | 'verdict'
  | 'shown'
  | 'isUnusable'
  | 'sentence'
  | 'sentenceParts'
  | 'outcome'
  | 'outcomeParts'
  | 'needsAttention'
  | 'urgency'
>;

/** An API with its verdict and the words about it, over the selected time. */
export const describedApi = (api: BareApi, selected: SelectedTime, nowMs: number): JudgedApi => {
  const state = apiStateOf(api, nowMs);
  const outcome = writtenSentence(apiOutcome(api, selected, nowMs), nowMs);
  return {
    ...api,
    verdict: apiVerdict(api, nowMs),
    shown: shownApi(api, nowMs),
    isUnusable: isApiUnusable(state),
    ...writtenSentence(apiSentence(api, selected, nowMs), nowMs),
    outcome: outcome.sentence,
    outcomeParts: outcome.sentenceParts,
    needsAttention: isApiTrouble(state),
    urgency: apiStates.indexOf(state),
  };
};

/** Every API with its facts, by name. */
export const apiViewsOf = (facts: ApiFacts): BareApi[] => {
  const named = [facts.calls, facts.rows, facts.probes].flat().map(({ api }) => api);
  const names = new Set([...named, ...facts.spans.keys(), ...facts.shared.filter(isHeld).map(({ name }) => name)]);
  return [...names].sort((a, b) => a.localeCompare(b)).map((name) => apiViewOf(name, facts));
};

/** A shared breaker that is closed is no sign of an API. */
const isHeld = ({ isolated, openUntil }: SharedBreaker): boolean => isolated || openUntil !== null;

const apiViewOf = (name: string, facts: ApiFacts): BareApi => {
  const isOwn = ({ api }: { readonly api: string }) => api === name;
  const calls = facts.calls.filter(isOwn);
  const spans = [...(facts.spans.get(name) ?? [])];
  const shared = facts.shared.find((breaker) => breaker.name === name) ?? null;
  const figures = callFiguresOf(calls);
  const configured = facts.objectives.get(name);
  return {
    ...figures,
    name,
    latest: facts.latest.find(isOwn) ?? null,
    servers: [...new Set(calls.flatMap(({ servers }) => servers))].sort(),
    callers: callersOf(calls, facts.sharers.filter(isOwn)),
    breakerState: shared?.isolated ? 'isolated' : breakerStateOf(spans),
    breakerSpans: spans,
    rowsAffected: facts.rows.filter(isOwn).map(rowsOf),
    quota: quotaOf(mostPressing(calls.flatMap(({ quota }) => quota ?? []))),
    probe: probeOf(facts.probes.find(isOwn)),
    objective: configured ?? null,
    errorBudget: errorBudgetOf(facts.objective ?? configured, figures.requests, figures.availability),
    shared,
    endpoints: calls.map((endpoint) => ({
      ...callFiguresOf([endpoint]),
      endpoint: endpoint.endpoint,
      quota: quotaOf(endpoint.quota ?? undefined),
    })),
  };
};

/** Without what only the page of one API shows. */
export const summaryOf = ({ endpoints: _endpoints, ...summary }: ApiDetail): ApiSummary => summary;

const callersOf = (calls: readonly EndpointCalls[], sharers: readonly Sharer[]): ApiDetail['callers'] => {
  const callers = new Map(calls.flatMap((endpoint) => endpoint.callers).map((caller) => [keyOf(caller), caller]));
  const sharing = new Set(sharers.map(keyOf));
  return [...callers]
    .map(([key, caller]) => ({ ...caller, sharesBreaker: sharing.has(key) }))
    .sort((a, b) => a.pipeline.localeCompare(b.pipeline) || a.namespace.localeCompare(b.namespace));
};

const keyOf = ({ namespace, pipeline }: Caller): string => JSON.stringify([namespace, pipeline]);

const rowsOf = ({ api: _api, stageId: _stageId, firstAtMs, lastAtMs, ...rows }: AffectedRows) => ({
  ...rows,
  from: instantOf(firstAtMs),
  to: instantOf(lastAtMs),
});

/** Of equally pressing ones the newest. */
const mostPressing = (quotas: readonly QuotaFacts[]): QuotaFacts | undefined =>
  mostPressingQuota(quotas.toSorted((a, b) => b.atMs - a.atMs));

const quotaOf = (quota: QuotaFacts | undefined): ApiDetail['quota'] =>
  quota === undefined
    ? null
    : {
        at: instantOf(quota.atMs),
        limit: quota.limit,
        remaining: quota.remaining,
        resetAt: orNull(quota.resetAtMs),
        exhaustedAt: orNull(quota.exhaustedAtMs),
      };

const probeOf = (probe: ProbeFacts | undefined): ApiDetail['probe'] =>
  probe === undefined
    ? null
    : {
        state: probe.lastState,
        at: instantOf(probe.lastAtMs),
        error: probe.lastError || null,
        problem: probe.lastProblem || null,
        status: probe.lastStatus || null,
        durationMs: probe.lastDurationMs,
        p95Ms: probe.p95Ms,
        probes: probe.probes,
        availability: probe.passed / probe.probes,
        certificateExpiresAt: orNull(probe.certificateExpiresAtMs),
      };

const orNull = (unixMs: number | null): string | null => (unixMs === null ? null : instantOf(unixMs));
