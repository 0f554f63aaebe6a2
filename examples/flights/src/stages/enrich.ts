import type { RunLog, Stage } from '@sightglass/sdk';
import { lookUpAirport, type Lookup } from '../airports/client.ts';
import type { Flight } from '../rules.ts';
import type { EnrichedFlight } from '../warehouse/rows.ts';

const concurrentLookups = 16;
const failuresUntilGivenUp = 5;

/**
 * Adds city and state of both ends. Policy: a flight whose airport does not exist is unmatched and left out; a flight whose
 * airport could not be asked for is loaded without cities (`enriched = false`), because the API being down is no fault of the
 * flight. After five lookups failed in a row the API is left alone for the rest of the run.
 */
export const createEnricher = (log: RunLog, stage: Stage, airportsUrl: string) => {
  const known = new Map<string, Exclude<Lookup, 'unavailable'>>();
  let failuresInARow = 0;
  const isGivenUp = (): boolean => failuresInARow >= failuresUntilGivenUp;

  const learn = async (iata: string): Promise<void> => {
    if (isGivenUp()) return;
    const onRetry = (problem: string) => {
      stage.retried();
      log.warn('airport lookup failed, trying again', { 'flights.airport': iata, 'flights.problem': problem });
    };
    const lookup = await lookUpAirport(airportsUrl, iata, { onRetry });
    if (lookup !== 'unavailable') {
      known.set(iata, lookup);
      failuresInARow = 0;
      return;
    }
    failuresInARow += 1;
    if (failuresInARow !== failuresUntilGivenUp) return;
    log.error('airports API given up, flights load un-enriched from here', {
      'server.address': new URL(airportsUrl).host,
      'flights.failed_lookups': failuresInARow,
      'flights.policy': 'load-unenriched',
    });
  };

  const enrichOne = (flight: Flight): EnrichedFlight[] => {
    const [from, to] = [known.get(flight.origin), known.get(flight.destination)];
    if (from === 'unknown' || to === 'unknown') {
      stage.rows.unmatched(1);
      log.warn('flight to or from an airport nobody knows', {
        'flights.route': `${flight.origin}-${flight.destination}`,
      });
      return [];
    }
    const enriched = from !== undefined && to !== undefined;
    return [{ ...flight, from: from?.airport, to: to?.airport, enriched }];
  };

  return async (flights: readonly Flight[]): Promise<EnrichedFlight[]> => {
    stage.rows.read(flights.length);
    const codes = new Set(flights.flatMap(({ origin, destination }) => [origin, destination]));
    await forEachOf(
      [...codes].filter((iata) => !known.has(iata)),
      concurrentLookups,
      learn,
    );
    const enriched = flights.flatMap(enrichOne);
    stage.rows.written(enriched.length);
    return enriched;
  };
};

const forEachOf = async <T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const item of rest) await work(item);
    }),
  );
};
