import type { Api, RunLog, Stage } from '@sightglass/sdk';
import { lookUpAirport, type Lookup } from '../airports/client.ts';
import type { Flight } from '../flight.ts';
import type { EnrichedFlight } from '../warehouse/rows.ts';

const concurrentLookups = 16;

/**
 * Adds city and state of both ends. A flight whose airport does not exist is unmatched and left out. One whose airport could not be
 * asked for is treated by the policy of the API: loaded without cities (`enriched = false`), because the API being down is no fault
 * of the flight, or left out as rejected. Every batch asks again, once the API is given another chance.
 */
export const createEnricher = (log: RunLog, stage: Stage, airports: Api) => {
  const known = new Map<string, Lookup>();

  const learn = async (iata: string): Promise<void> => {
    known.set(iata, await lookUpAirport(airports, iata));
  };

  const enrichOne = (flight: Flight): EnrichedFlight[] => {
    const ends = [known.get(flight.origin), known.get(flight.destination)] as const;
    if (ends.includes('unknown')) {
      stage.rows.unmatched(1);
      log.warn('flight to or from an airport nobody knows', {
        'flights.route': `${flight.origin}-${flight.destination}`,
      });
      return [];
    }
    const [decision] = ends.flatMap(decisionIn);
    decision?.touches(1);
    if (decision?.policy === 'skip-row') {
      stage.rows.rejected(1, 'airport_unavailable');
      return [];
    }
    return [{ ...flight, from: airportIn(ends[0]), to: airportIn(ends[1]), enriched: decision === undefined }];
  };

  return async (flights: readonly Flight[]): Promise<EnrichedFlight[]> => {
    stage.rows.read(flights.length);
    const codes = new Set(flights.flatMap(({ origin, destination }) => [origin, destination]));
    await forEachOf(
      [...codes].filter((iata) => !isAnswered(known.get(iata))),
      concurrentLookups,
      learn,
    );
    const enriched = flights.flatMap(enrichOne);
    stage.rows.written(enriched.length);
    return enriched;
  };
};

const isAnswered = (lookup: Lookup | undefined): boolean => lookup !== undefined && decisionIn(lookup).length === 0;

const decisionIn = (lookup: Lookup | undefined) =>
  typeof lookup === 'object' && 'unavailable' in lookup ? [lookup.unavailable] : [];

const airportIn = (lookup: Lookup | undefined) =>
  typeof lookup === 'object' && 'airport' in lookup ? lookup.airport : undefined;

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
