import { context, propagation, SpanStatusCode } from '@opentelemetry/api';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientSpan } from '../telemetry.ts';
import type { Airport } from './directory.ts';

/** `unknown`: the API answered that there is no such airport. `unavailable`: it did not answer properly in any attempt. */
export type Lookup = { readonly airport: Airport } | 'unknown' | 'unavailable';

export interface LookupOptions {
  /** Called before each repeated attempt with what went wrong. */
  readonly onRetry: (problem: string) => void;
}

const timeoutMs = 800;
const attempts = 3;
const backoffMs = 100;
const longestWaitMs = 2_000;

interface Attempt {
  readonly lookup: Lookup;
  readonly problem?: string;
  readonly retryAfterMs?: number;
}

/** Asks the API for one airport, at most three times, with a timeout on each and a growing random pause between them. */
export const lookUpAirport = async (apiUrl: string, iata: string, { onRetry }: LookupOptions): Promise<Lookup> => {
  for (let attempt = 1; ; attempt += 1) {
    const { lookup, problem = '', retryAfterMs } = await ask(apiUrl, iata, attempt);
    if (lookup !== 'unavailable' || attempt === attempts) return lookup;
    onRetry(problem);
    await sleep(Math.min(retryAfterMs ?? backoffMs * 2 ** attempt * Math.random(), longestWaitMs));
  }
};

/** One HTTP call, as a span by OpenTelemetry's HTTP conventions, that carries the trace on to the API. */
const ask = (apiUrl: string, iata: string, attempt: number): Promise<Attempt> => {
  const url = new URL(`/airports/${iata}`, apiUrl);
  const attributes = {
    'http.request.method': 'GET',
    'url.full': url.href,
    'url.template': '/airports/{iata}',
    'server.address': url.hostname,
    'server.port': Number(url.port),
    ...(attempt > 1 && { 'http.request.resend_count': attempt - 1 }),
  };
  return clientSpan('GET /airports/{iata}', attributes, async (span) => {
    const headers: Record<string, string> = {};
    propagation.inject(context.active(), headers);
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
    const body = await response.text();
    span.setAttribute('http.response.status_code', response.status);
    if (response.ok) return { lookup: { airport: JSON.parse(body) as Airport } };
    span.setAttribute('error.type', String(response.status));
    span.setStatus({ code: SpanStatusCode.ERROR });
    if (response.status === 404) return { lookup: 'unknown' as const };
    return unavailable(`HTTP ${response.status}`, response.headers.get('retry-after'));
  }).catch((error: Error) =>
    unavailable(error.name === 'TimeoutError' ? `no answer in ${timeoutMs} ms` : error.message),
  );
};

const unavailable = (problem: string, retryAfter: string | null = null): Attempt => {
  const seconds = Number.parseInt(retryAfter ?? '', 10);
  return { lookup: 'unavailable', problem, ...(seconds >= 0 && { retryAfterMs: seconds * 1_000 }) };
};
