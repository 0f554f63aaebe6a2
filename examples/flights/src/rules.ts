export interface Flight {
  /** Local time at the origin, `YYYY-MM-DDTHH:MM:SS`. */
  readonly departedAt: string;
  readonly delayMinutes: number;
  readonly distanceMiles: number;
  readonly origin: string;
  readonly destination: string;
}

export const rejectionReasons = [
  'ragged_line',
  'bad_date',
  'wrong_day',
  'bad_delay',
  'bad_distance',
  'bad_airport_code',
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

export type Verdict = { readonly flight: Flight } | { readonly rejected: RejectionReason };

/** Columns of a daily drop, in order. */
export const columns = ['date', 'delay', 'distance', 'origin', 'destination'] as const;

/** Flights shorter than this are commuter hops, which the on-time report leaves out. */
export const shortestReportedMiles = 100;

/** Decides whether one CSV line is a flight of `day` (`YYYY-MM-DD`), and if not, why. The first broken rule counts. */
export const judge = (fields: readonly string[], day: string): Verdict => {
  const [date, delay, distance, origin, destination] = fields;
  if (fields.length !== columns.length) return { rejected: 'ragged_line' };
  if (date === undefined || !isDateTime(date)) return { rejected: 'bad_date' };
  if (!date.startsWith(day)) return { rejected: 'wrong_day' };
  if (delay === undefined || !isInteger(delay)) return { rejected: 'bad_delay' };
  if (distance === undefined || !isInteger(distance) || Number(distance) <= 0) return { rejected: 'bad_distance' };
  if (!isAirportCode(origin) || !isAirportCode(destination)) return { rejected: 'bad_airport_code' };
  return {
    flight: {
      departedAt: date,
      delayMinutes: Number(delay),
      distanceMiles: Number(distance),
      origin,
      destination,
    },
  };
};

export const isReported = (flight: Flight): boolean => flight.distanceMiles >= shortestReportedMiles;

/** Two lines that agree in every column are one flight, delivered twice. */
export const identityOf = (flight: Flight): string =>
  [flight.departedAt, flight.delayMinutes, flight.distanceMiles, flight.origin, flight.destination].join();

const isInteger = (text: string): boolean => /^-?\d{1,9}$/.test(text);

const isAirportCode = (text: string | undefined): text is string => text !== undefined && /^[A-Z]{3}$/.test(text);

const isDateTime = (text: string): boolean => {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return false;
  const parsed = new Date(`${text}Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
};
