import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { warnOnce } from '../../warnings.ts';

/** What the server says of a shared breaker, as far as it matters here. */
export interface SharedState {
  readonly isolated: boolean;
  readonly reason: string;
  readonly openUntilMs: number | undefined;
  readonly openedBy: string | undefined;
}

export interface Opening {
  readonly openForMs: number;
  readonly by: string;
  readonly reason: string;
}

/** The breaker of one API as processes share it through the server. A process that cannot reach the server goes on alone. */
export interface SharedStateClient {
  /** The latest answer, at most {@link staleAfterMs} ago when the server answers; the first time it is waited for. */
  current(): Promise<SharedState>;
  publish(opening: Opening): void;
}

const staleAfterMs = 2_000;
const requestTimeoutMs = 1_000;
const nothing: SharedState = { isolated: false, reason: '', openUntilMs: undefined, openedBy: undefined };

export const createSharedState = (serverUrl: string, name: string): SharedStateClient => {
  const url = `${serverUrl}/api/v1/apis/${encodeURIComponent(name)}/breaker`;
  let state = nothing;
  let requestedAtMs = -Infinity;
  let first: Promise<void> | undefined;
  const refresh = async (): Promise<void> => {
    requestedAtMs = performance.now();
    try {
      state = stateOf(await request(url));
    } catch (error) {
      state = nothing;
      warnOnce(
        `shared breaker ${name}`,
        `the breaker of '${name}' is not shared: ${serverUrl} does not say its state (${String(error)}); this process goes by its own.`,
      );
    }
  };
  return {
    current: async () => {
      if (first === undefined) await (first = refresh());
      else if (performance.now() - requestedAtMs > staleAfterMs) void refresh();
      else await first;
      return state;
    },
    publish: (opening) => void request(url, opening).catch(() => undefined),
  };
};

/** Outside any run: these requests are no part of the pipeline. */
const request = (url: string, opening?: Opening): Promise<unknown> =>
  context.with(ROOT_CONTEXT, async () => {
    const put = opening === undefined ? {} : { method: 'PUT', body: JSON.stringify(opening) };
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { ...put, headers, signal: AbortSignal.timeout(requestTimeoutMs) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return response.json();
  });

const stateOf = (answer: unknown): SharedState => {
  const { isolated, reason, openUntil, openedBy } = answer as Readonly<Record<string, unknown>>;
  const openUntilMs = typeof openUntil === 'string' ? Date.parse(openUntil) : NaN;
  return {
    isolated: isolated === true,
    reason: typeof reason === 'string' ? reason : '',
    openUntilMs: Number.isNaN(openUntilMs) ? undefined : openUntilMs,
    openedBy: typeof openedBy === 'string' ? openedBy : undefined,
  };
};
