const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];

const decimalSteps = (fromPower: number, toPower: number): number[] =>
  Array.from({ length: toPower - fromPower + 1 }, (_, index) => index + fromPower).flatMap((power) =>
    [1, 2, 5].map((size) => (power < 0 ? size / 10 ** -power : size * 10 ** power)),
  );

/** Steps in ms by which people count durations: powers of ten of milliseconds and of days, halves and quarters of minutes and hours. */
export const durationSteps: readonly number[] = [
  ...decimalSteps(-6, 2),
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * second),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
  ...decimalSteps(0, 4).map((days) => days * day),
];

/** The smallest of these steps that is not below `leastMs`. */
export const durationStep = (leastMs: number): number =>
  durationSteps.find((step) => step >= leastMs) ?? (durationSteps.at(-1) as number);
