import { context } from '@opentelemetry/api';
import { isSent, type BreakerState, type FallbackPolicy } from '@sightglass/model';
import { serverUrl } from '../config/configure.ts';
import { runScopeOf } from '../telemetry/run-context.ts';
import { createAnswerCache } from './answer-cache.ts';
import { ApiError } from './api-error.ts';
import { urlBelow } from './base-url.ts';
import { createBreaker, type BreakerChange } from './breaker.ts';
import type { ExchangeStart } from './exchange-facts.ts';
import { tallyOf, targetOf } from './exchange.ts';
import { hedged } from './hedge.ts';
import type { SettledPolicy } from './policy.ts';
import { notSent, sendRequest, type ApiRequest, type ApiResponse } from './request.ts';
import { createResilience, holdBackOf } from './resilience.ts';
import { sayBreakerChanged } from './say-breaker.ts';
import { createSharedBreaker, type SharedBreaker } from './shared-breaker.ts';
import { createSharedState } from './shared-state.ts';
import type { ApiAnswer, ApiOptions, CallOptions, Decision, Fallback } from './types.ts';
import { createTemplates, expandTemplate } from './url-template.ts';

export interface ClientSetup {
  readonly name: string;
  readonly baseUrl: URL;
  readonly options: ApiOptions;
  readonly policy: SettledPolicy;
}

/** The part of an API that calls; `api.ts` loads it with the first call. */
export interface ApiClient {
  readonly breakerState: BreakerState;
  call<T>(method: string, path: string, options: CallOptions<T>): Promise<ApiAnswer<T>>;
  isolate(reason: string): Disposable;
}

export const createApiClient = ({ name, baseUrl, options, policy }: ClientSetup): ApiClient => {
  const shared = options.shared ? sharedBreakerOf(name) : undefined;
  const onChange = (change: BreakerChange) => {
    sayBreakerChanged(name, change);
    shared?.changed(change, policy.breaker?.halfOpenAfterMs ?? 0);
  };
  const breaker = policy.breaker && createBreaker(policy.breaker, onChange);
  const resilience = createResilience(policy, breaker);
  const cache = createAnswerCache(policy.cache);
  const templateOf = createTemplates([]);

  const requestOf = <T>(method: string, path: string, call: CallOptions<T>): ApiRequest<T> => {
    const url = urlBelow(baseUrl, expandTemplate(path, call.params), call.query);
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    return {
      dependency: name,
      method,
      template: path.includes('{') ? path : templateOf(path.replace(/\?.*$/u, '')),
      url,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
        ...call.headers,
      },
      body,
      schema: call.schema,
      accept: call.accept ?? [],
      timeoutMs: policy.timeoutMs,
      propagate: options.propagate ?? true,
      signal: call.signal,
    };
  };

  const send = async <T>(request: ApiRequest<T>): Promise<ApiResponse<T>> => {
    const heldBack = breaker && (await shared?.heldBack(breaker));
    if (heldBack !== undefined) throw notSent(request, 'breaker_open', heldBack, undefined);
    const tally = tallyOf(targetOf(request));
    const attempt = (resendCount: number) => {
      if (resendCount > 0) tally.retried();
      const hedgeAfterMs = request.method === 'GET' ? policy.hedgeAfterMs : undefined;
      return hedged(hedgeAfterMs, (signal) => sendRequest({ ...request, resendCount, signal }), request.signal);
    };
    return resilience.execute(request.method, attempt, request.signal);
  };

  const call = async <T>(method: string, path: string, given: CallOptions<T>): Promise<ApiAnswer<T>> => {
    const request = requestOf(method, path, given);
    const key = method === 'GET' ? request.url.href : undefined;
    const tally = tallyOf(targetOf(request));
    tally.called();
    const cached = key === undefined ? undefined : cache.fresh(key);
    if (cached !== undefined) {
      tally.answeredFromCache();
      return answerOf<T>(cached, 'cache');
    }
    try {
      const response = await send(request);
      if (key !== undefined) cache.keep(key, response);
      return answerOf<T>(response, 'api');
    } catch (thrown) {
      const error = failureOf(request, thrown);
      if (error === undefined) throw thrown;
      if (given.signal?.aborted) throw error;
      if (!isSent(error.errorClass)) tally.failedBy(error.errorClass);
      const stale = key === undefined ? undefined : cache.any(key);
      const answer = fallBack<T>(error, given, stale as ApiResponse<T> | undefined);
      if (answer.ok) tally.answeredFromCache();
      return answer;
    }
  };

  const fallBack = <T>(error: ApiError, given: CallOptions<T>, stale: ApiResponse<T> | undefined): ApiAnswer<T> => {
    const decided = choose(given.fallback ?? policy.fallback, stale !== undefined);
    const decision = decide(name, decided, error);
    decision.touches(given.rows ?? 1);
    if (decided === 'fail') throw error;
    if (decided === 'use-cache' && stale !== undefined) return { ...answerOf<T>(stale, 'cache'), decision };
    return { ok: false, body: undefined, decision };
  };

  return {
    get breakerState() {
      return breaker?.state ?? 'closed';
    },
    call,
    isolate: (reason) => breaker?.isolate(reason) ?? { [Symbol.dispose]: () => undefined },
  };
};

const sharedBreakerOf = (name: string): SharedBreaker | undefined => {
  const url = serverUrl();
  return url === undefined ? undefined : createSharedBreaker(createSharedState(url, name));
};

const answerOf = <T>({ status, body }: ApiResponse<unknown>, from: 'api' | 'cache'): ApiAnswer<T> & { ok: true } => ({
  ok: true,
  from,
  status,
  body: body as T,
  decision: undefined,
});

/** Undefined of what is no failure of a call but a mistake in the program. */
const failureOf = (request: ExchangeStart, thrown: unknown): ApiError | undefined => {
  if (thrown instanceof ApiError) return thrown;
  const held = holdBackOf(thrown);
  return held && notSent(request, held.errorClass, held.problem, thrown);
};

/** The first that can be done. */
const choose = (fallback: Fallback, hasCached: boolean): FallbackPolicy =>
  [fallback].flat().find((policy) => policy !== 'use-cache' || hasCached) ?? 'fail';

/** Rows are counted for the stage in which they are touched. */
const decide = (dependency: string, policy: FallbackPolicy, error: ApiError): Decision => ({
  policy,
  error,
  touches: (rows) => {
    runScopeOf(context.active())?.dependencies.touched(dependency, policy, error.errorClass, rows);
  },
});
