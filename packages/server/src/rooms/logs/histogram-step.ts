const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Steps a person can read off an axis. */
const stepsMs = [
  [1, 2, 5, 10, 20, 50, 100, 200, 500],
  [1, 2, 5, 10, 15, 30].map((seconds) => seconds * secondMs),
  [1, 2, 5, 10, 15, 30].map((minutes) => minutes * minuteMs),
  [1, 2, 3, 6, 12].map((hours) => hours * hourMs),
  [1, 2, 7, 14, 28].map((days) => days * dayMs),
].flat();

/** The smallest readable step that cuts the range into at most `buckets` whole steps. */
export const histogramStepMs = ({ fromMs, toMs }: { fromMs: number; toMs: number }, buckets: number): number => {
  const count = (stepMs: number) => Math.ceil(toMs / stepMs) - Math.floor(fromMs / stepMs);
  const readable = stepsMs.find((stepMs) => count(stepMs) <= buckets);
  if (readable !== undefined) return readable;
  const days = Math.ceil((toMs - fromMs) / dayMs / Math.max(1, buckets - 1));
  return days * dayMs;
};
