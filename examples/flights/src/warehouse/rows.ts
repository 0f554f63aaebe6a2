import type { Airport } from '../airports/directory.ts';
import type { Flight } from '../flight.ts';

/** A flight with what the airports API knows of its ends. `enriched` is false when the API could not be asked. */
export interface EnrichedFlight extends Flight {
  readonly from: Airport | undefined;
  readonly to: Airport | undefined;
  readonly enriched: boolean;
}
