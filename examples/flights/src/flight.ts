export interface Flight {
  /** Local time at the origin, `YYYY-MM-DDTHH:MM:SS`. */
  readonly departedAt: string;
  readonly delayMinutes: number;
  readonly distanceMiles: number;
  readonly origin: string;
  readonly destination: string;
}

/** Flights shorter than this are commuter hops, which the on-time report leaves out. */
const shortestReportedMiles = 100;

/** The flight in a line that keeps the contract. */
export const flightOf = (fields: readonly string[]): Flight => {
  const [departedAt = '', delay, distance, origin = '', destination = ''] = fields;
  return { departedAt, delayMinutes: Number(delay), distanceMiles: Number(distance), origin, destination };
};

export const isReported = (flight: Flight): boolean => flight.distanceMiles >= shortestReportedMiles;

/** Two lines that agree in every column are one flight, delivered twice. */
export const identityOf = (flight: Flight): string =>
  [flight.departedAt, flight.delayMinutes, flight.distanceMiles, flight.origin, flight.destination].join();
