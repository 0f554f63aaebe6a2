import { isTaskCancelledError } from 'cockatiel';
import { isSent, type BreakerState } from '@sightglass/model';
import { serverUrl } from '../config/configure.ts';
import { createAnswerCache } from './cache/answer-cache.ts';
import { answerKeyOf } from './cache/answer-key.ts';
import { ApiDefinitionError, ApiError } from './api-error.ts';
import { createBreaker, type Breaker, type BreakerChange } from './breaker/breaker.ts';
import { createCallRequests, type ApiSetup } from './request/call-request.ts';
import { choosePolicy, decide } from './decision.ts';
import { tallyOf, targetOf } from './exchange/exchange.ts';
import { hedged } from './request/hedge.ts';
import type { SettledPolicy } from './declaration/policy.ts';
import { givenUp, notSent, sendRequest, type ApiRequest, type ApiResponse } from './request/request.ts';
import { createResilience, holdBackOf } from './retry/resilience.ts';
import { recordBreakerChange } from './breaker/breaker-event.ts';
import { createSharedBreaker, type SharedBreaker } from './breaker/shared-breaker.ts';
import { createSharedState } from './breaker/shared-state.ts';
import type { ApiAnswer, CallOptions } from './types.ts';

/** The part of an API that calls; `api.ts` loads it with the first call. */
export interface ApiClient {
  readonly breakerState: BreakerState;
  call<T>(method: string, path: string, options: CallOptions<T>): Promise<ApiAnswer<T>>;
  isolate(reason: string): Disposable;
}

export const createApiClient = (setup: ApiSetup): ApiClient => {
  const { name, options, policy } = setup;
  const shared = options.shared ? sharedBreakerOf(name) : undefined;
  const breaker = breakerOf(name, policy, shared);
  const send = createSender(policy, breaker, shared);
  const cache = createAnswerCache(policy.cache);
  const requestOf = createCallRequests(setup);

  const call = async <T>(method: string, path: string, given: CallOptions<T>): Promise<ApiAnswer<T>> => {
    const request = requestOf(method, path, given);
    const key = answerKeyOf(request, given, policy);
    const tally = tallyOf(targetOf(request));
    tally.called(shared !== undefined);
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
      if (!isSent(error.errorClass)) tally.failedBy(error.errorClass);
      if (given.signal?.aborted) throw error;
      const answer = fallBack(error, given, key === undefined ? undefined : cache.any(key));
      if (answer.ok) tally.answeredFromCache();
      return answer;
    }
  };

  const fallBack = <T>(
    error: ApiError,
    call: CallOptions<T>,
    stale: ApiResponse<unknown> | undefined,
  ): ApiAnswer<T> => {
    const chosen = choosePolicy(call.fallback ?? policy.fallback, stale !== undefined);
    const decision = decide(chosen, error);
    decision.touches(call.rows ?? 1);
    if (chosen === 'fail') throw error;
    if (chosen === 'use-cache' && stale !== undefined) return { ...answerOf<T>(stale, 'cache'), decision };
    return { ok: false, body: undefined, decision };
  };

  return {
    get breakerState() {
      return breaker?.state ?? 'closed';
    },
    call,
    isolate: (reason) => {
      if (breaker !== undefined) return breaker.isolate(reason);
      throw new ApiDefinitionError(
        `api '${name}': isolate holds the breaker open, and there is none: leave policy.breaker: false out`,
      );
    },
  };
};

const sharedBreakerOf = (name: string): SharedBreaker | undefined => {
  const url = serverUrl();
  return url === undefined ? undefined : createSharedBreaker(createSharedState(url, name));
};

const breakerOf = (
  name: string,
  { breaker: options }: SettledPolicy,
  shared: SharedBreaker | undefined,
): Breaker | undefined => {
  if (options === undefined) return undefined;
  return createBreaker(options, (change: BreakerChange) => {
    recordBreakerChange(name, change);
    shared?.changed(change, options.halfOpenAfterMs);
  });
};

/** Sends a request as often as the policy allows, unless another process holds it back. */
const createSender = (policy: SettledPolicy, breaker: Breaker | undefined, shared: SharedBreaker | undefined) => {
  const resilience = createResilience(policy, breaker);
  return async <T>(request: ApiRequest<T>): Promise<ApiResponse<T>> => {
    const heldBack = breaker && (await shared?.heldBack(breaker));
    if (heldBack !== undefined) throw notSent(request, 'breaker_open', heldBack);
    const tally = tallyOf(targetOf(request));
    const hedgeAfterMs = request.method === 'GET' ? policy.hedgeAfterMs : undefined;
    const attempt = (resendCount: number) => {
      if (resendCount > 0) tally.retried();
      return hedged(hedgeAfterMs, (signal) => sendRequest({ ...request, resendCount, signal }), request.signal);
    };
    return resilience.execute(request.method, attempt, request.signal);
  };
};

const answerOf = <T>({ status, body }: ApiResponse<unknown>, from: 'api' | 'cache'): ApiAnswer<T> & { ok: true } => ({
  ok: true,
  from,
  status,
  body: body as T,
  decision: undefined,
});

/** Undefined of what is no failure of a call but a mistake in the program. */
const failureOf = (request: ApiRequest<unknown>, thrown: unknown): ApiError | undefined => {
  if (thrown instanceof ApiError) return thrown;
  if (isTaskCancelledError(thrown) || request.signal?.aborted) return givenUp(request, thrown);
  const held = holdBackOf(thrown);
  return held && notSent(request, held.errorClass, held.problem, thrown);
};
