import { api, type Api, type Decision } from '@sightglass/sdk';
import type { Airport } from './directory.ts';

/** What is done with a flight whose airport could not be asked for. */
export type AirportsPolicy = 'load-unenriched' | 'skip-row';

export interface AirportsTreatment {
  readonly fallback?: AirportsPolicy | undefined;
  /** As long as a healthy API never takes, also on a busy machine; shorter where some answers never come. */
  readonly timeoutMs?: number | undefined;
}

/** `unknown`: the API answered that there is no such airport. A decision: it did not answer properly in any attempt. */
export type Lookup = { readonly airport: Airport } | { readonly unavailable: Decision } | 'unknown';

/**
 * The airports API and how it is treated: three attempts, left alone for a second after five failures in a row. A person can isolate it,
 * and other processes see its breaker.
 */
export const airportsApi = (
  baseUrl: string,
  { fallback = 'load-unenriched', timeoutMs = 10_000 }: AirportsTreatment = {},
): Api =>
  api('airports', {
    baseUrl,
    shared: true,
    policy: {
      timeoutMs,
      retry: { attempts: 3, waitMs: 100, mostWaitMs: 2_000 },
      breaker: { failuresInARow: 5, halfOpenAfterMs: 1_000 },
      bulkhead: { concurrent: 16 },
      fallback,
    },
  });

/** Asks for one airport. No row is touched yet when it fails: flights that need it are counted when they come. */
export const lookUpAirport = async (airports: Api, iata: string): Promise<Lookup> => {
  const answer = await airports.get<Airport>('/airports/{iata}', { params: { iata }, accept: [404], rows: 0 });
  if (!answer.ok) return { unavailable: answer.decision };
  return answer.status === 404 ? 'unknown' : { airport: answer.body };
};
