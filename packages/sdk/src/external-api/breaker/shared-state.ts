import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { parseHttpDate, problemOf, sharedBreakerLimits } from '@sightglass/model';
import { keptAnswerOf, stateAt, unknownState, type SharedState } from './shared-answer.ts';
import { createSharingTrouble } from './sharing-trouble.ts';

export interface Opening {
  readonly openForMs: number;
  readonly by: string;
  readonly reason: string;
}

export interface Claim {
  readonly by: string;
  /** How long nobody else may try a call. */
  readonly forMs: number;
}

/**
 * The breaker of one API as processes share it through the server. A process that cannot reach the server goes by what it learned last
 * and by its own calls: what a person stopped stays stopped.
 */
export interface SharedStateClient {
  /** What the server said at most twice `staleAfterMs` ago, as long as it answers; where it was asked longer ago it is waited for. */
  current(): Promise<SharedState>;
  publish(opening: Opening): void;
  /** Requests the right to try a call; it is granted where the server cannot be reached. */
  claim(claim: Claim): Promise<SharedState & { readonly isGranted: boolean }>;
}

export interface SharedStateOptions {
  /** How long an answer is gone by before the next is requested. */
  readonly staleAfterMs?: number;
  /** How long an answer is waited for; after that the server counts as one that cannot be reached. */
  readonly requestTimeoutMs?: number;
  /** Of every request: the token of a server on which people sign in. */
  readonly headers?: Readonly<Record<string, string>>;
}

export const createSharedState = (
  serverUrl: string,
  name: string,
  { staleAfterMs = 2_000, requestTimeoutMs = 1_000, headers = {} }: SharedStateOptions = {},
): SharedStateClient => {
  const url = `${serverUrl}/api/v1/apis/${encodeURIComponent(name)}/breaker`;
  const trouble = createSharingTrouble(name, serverUrl);
  let kept = unknownState;
  let keptOfRequest = 0;
  let requests = 0;
  let askedAtMs = -Infinity;
  let refreshing: Promise<void> | undefined;
  let isTooOld = true;
  let published: Promise<unknown> = Promise.resolve();

  /** Undefined when the server did not answer. An answer that was overtaken by that to a later request is not kept. */
  const exchange = async (path: string, body?: object): Promise<unknown> => {
    const number = (requests += 1);
    try {
      const { answer, sentAtMs } = await request(`${url}${path}`, { timeoutMs: requestTimeoutMs, headers }, body);
      if (number > keptOfRequest) {
        keptOfRequest = number;
        kept = keptAnswerOf(answer, { receivedAtMs: performance.now(), sentAtMs });
      }
      trouble.worked();
      return answer;
    } catch (error) {
      trouble.failed(error instanceof RefusedByServer ? error.message : `cannot be reached (${problemOf(error)})`);
      return undefined;
    }
  };
  const refresh = async (): Promise<void> => {
    await exchange('');
    isTooOld = false;
  };
  const now = (): SharedState => stateAt(kept, performance.now());
  return {
    current: async () => {
      const nowMs = performance.now();
      const ageMs = nowMs - askedAtMs;
      if (ageMs > staleAfterMs) {
        isTooOld ||= ageMs > 2 * staleAfterMs;
        askedAtMs = nowMs;
        refreshing = refresh();
      }
      if (isTooOld) await refreshing;
      return now();
    },
    publish: ({ openForMs, by, reason }) => {
      const opening = { openForMs: Math.min(openForMs, sharedBreakerLimits.mostOpenForMs), by, reason: kindly(reason) };
      published = published.then(() => exchange('', opening));
    },
    claim: async (claim) => {
      await published;
      const answer = await exchange('/trial', claim);
      return { ...now(), isGranted: answer === undefined || (answer as { granted?: unknown }).granted === true };
    },
  };
};

/** As long as the server takes it. */
const kindly = (reason: string): string => reason.slice(0, sharedBreakerLimits.longestReason).toWellFormed();

class RefusedByServer extends Error {
  override readonly name = 'RefusedByServer';
  readonly code = 'SIGHTGLASS_REFUSED_BY_SERVER';
}

/** Outside any run: these requests are no part of the pipeline. */
const request = (
  url: string,
  { timeoutMs, headers }: { readonly timeoutMs: number; readonly headers: Readonly<Record<string, string>> },
  body?: object,
): Promise<{ readonly answer: unknown; readonly sentAtMs: number }> =>
  context.with(ROOT_CONTEXT, async () => {
    const put = body === undefined ? {} : { method: 'PUT', body: JSON.stringify(body) };
    const sent = { ...put, headers: { ...headers, 'content-type': 'application/json' } };
    const response = await fetch(url, { ...sent, signal: AbortSignal.timeout(timeoutMs) });
    const nowMs = Date.now();
    const sentAtMs = parseHttpDate(response.headers.get('date') ?? '', nowMs) ?? nowMs;
    if (response.ok) return { answer: await response.json(), sentAtMs };
    const detail = await response.json().then(detailOf, () => '');
    throw new RefusedByServer(`answered HTTP ${response.status}${detail}`);
  });

const detailOf = (problem: unknown): string => {
  const { detail } = (problem ?? {}) as { readonly detail?: unknown };
  return typeof detail === 'string' ? `, "${detail}"` : '';
};
