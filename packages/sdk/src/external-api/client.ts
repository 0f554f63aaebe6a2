import { isSent, type BreakerState } from '@sightglass/model';
import { isInstance } from '../is-instance.ts';
import { serverHeaders, serverUrl } from '../config/configure.ts';
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
import { HeldBackError } from './retry/held-back.ts';
import { createResilience } from './retry/resilience.ts';
import { recordBreakerChange } from './breaker/breaker-event.ts';
import { createSharedBreaker } from './breaker/shared-breaker.ts';
import { createSharedState } from './breaker/shared-state.ts';
import { warnOnce } from '../warnings.ts';
import type { ApiAnswer, CallOptions } from './types.ts';

/** The part of an API that calls; `api.ts` loads it with the first call. */
export interface ApiClient {
  readonly breakerState: BreakerState;
  call<T>(method: string, path: string, options: CallOptions<T>): Promise<ApiAnswer<T>>;
  isolate(reason: string): Disposable;
}

export const createApiClient = (setup: ApiSetup): ApiClient => {
  const { name, options, policy } = setup;
  const { breaker, isShared } = guardOf(name, policy, options.shared ?? false);
  const send = createSender(policy, breaker);
  const cache = createAnswerCache(policy.cache);
  const requestOf = createCallRequests(setup);

  const call = async <T>(method: string, path: string, given: CallOptions<T>): Promise<ApiAnswer<T>> => {
    const request = requestOf(method, path, given);
    const key = answerKeyOf(request, given, policy);
    const tally = tallyOf(targetOf(request));
    tally.called(isShared);
    try {
      const cached = key === undefined ? undefined : cache.fresh(key);
      if (cached !== undefined) {
        const body = await cached.again();
        tally.answeredFromCache();
        return answerOf<T>({ status: cached.status, body }, 'cache');
      }
      const response = await send(request);
      if (key !== undefined) cache.keep(key, response);
      return answerOf<T>(response, 'api');
    } catch (thrown) {
      const error = failureOf(request, thrown);
      if (error === undefined) throw thrown;
      if (!isSent(error.errorClass)) tally.failedBy(error.errorClass);
      if (given.signal?.aborted) throw error;
      const answer = await fallBack(error, given, key === undefined ? undefined : cache.any(key));
      if (answer.ok) tally.answeredFromCache();
      return answer;
    }
  };

  const fallBack = async <T>(
    error: ApiError,
    call: CallOptions<T>,
    stale: ApiResponse<unknown> | undefined,
  ): Promise<ApiAnswer<T>> => {
    const chosen = choosePolicy(call.fallback ?? policy.fallback, stale !== undefined);
    const decision = decide(chosen, error);
    decision.touches(call.rows ?? 1);
    if (chosen === 'fail') throw error;
    if (chosen === 'use-cache' && stale !== undefined) {
      const body = await stale.again();
      return { ...answerOf<T>({ status: stale.status, body }, 'cache'), decision };
    }
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
        `api "${name}": isolate holds the breaker open, and there is none: leave policy.breaker: false out`,
      );
    },
  };
};

interface Guard {
  readonly breaker: Breaker | undefined;
  readonly isShared: boolean;
}

/** The breaker of an API, which follows those of other processes where it is shared. */
const guardOf = (name: string, { breaker: options, timeoutMs }: SettledPolicy, isShared: boolean): Guard => {
  const onChange = (change: BreakerChange): void => {
    recordBreakerChange(name, change);
    shared?.changed(change);
  };
  if (options === undefined) return { breaker: undefined, isShared: false };
  const url = isShared ? serverUrl() : undefined;
  if (isShared && url === undefined) {
    warnOnce(
      `shared breaker ${name}`,
      `the breaker of "${name}" is not shared: the SDK is off, so no server is known.`,
    );
  }
  const shared =
    url === undefined
      ? undefined
      : createSharedBreaker({ state: createSharedState(url, name, { headers: serverHeaders() }), options, timeoutMs });
  const own = createBreaker({
    options,
    onChange,
    mayTry: shared && (() => shared.mayTry(own.id)),
    onUndecided: shared?.undecided,
  });
  return { breaker: shared === undefined ? own : shared.joined(own), isShared: shared !== undefined };
};

/** Sends a request as often as the policy allows. */
const createSender = (policy: SettledPolicy, breaker: Breaker | undefined) => {
  const resilience = createResilience(policy, breaker);
  return async <T>(request: ApiRequest<T>): Promise<ApiResponse<T>> => {
    const tally = tallyOf(targetOf(request));
    const hedgeAfterMs = request.method === 'GET' ? policy.hedgeAfterMs : undefined;
    const attempt = (resendCount: number) => {
      if (resendCount > 0) tally.retried();
      return hedged(hedgeAfterMs, (signal) => sendRequest({ ...request, resendCount, signal }), request.signal);
    };
    return resilience.execute(request.method, attempt, request.signal);
  };
};

const answerOf = <T>(
  { status, body }: Pick<ApiResponse<unknown>, 'status' | 'body'>,
  from: 'api' | 'cache',
): ApiAnswer<T> & { ok: true } => ({
  ok: true,
  from,
  status,
  body: body as T,
  decision: undefined,
});

/** Undefined of what is no failure of a call but a mistake in the program. */
const failureOf = (request: ApiRequest<unknown>, thrown: unknown): ApiError | undefined => {
  if (isInstance(thrown, ApiError)) return thrown;
  if (request.signal?.aborted) return givenUp(request, thrown);
  return isInstance(thrown, HeldBackError) ? notSent(request, thrown.errorClass, thrown.message, thrown) : undefined;
};
