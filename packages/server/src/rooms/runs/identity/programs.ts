type UnixMsByProgram = Readonly<Record<string, number>>;

/**
 * How many programs reported a run as their own at the same time; undefined for one, and for programs that came one after the other, as
 * retries under the same id do. Both records: when each first and last reported it, by its own clock.
 */
export const programsAtOnce = (since: UnixMsByProgram, until: UnixMsByProgram): number | undefined => {
  const programs = Object.entries(since).map(([program, sinceMs]) => ({ sinceMs, untilMs: until[program] ?? sinceMs }));
  const together = programs.filter((one) => programs.some((other) => other !== one && isDuring(one, other)));
  return together.length > 1 ? together.length : undefined;
};

interface Reported {
  readonly sinceMs: number;
  readonly untilMs: number;
}

const isDuring = (one: Reported, other: Reported): boolean =>
  one.sinceMs < other.untilMs && other.sinceMs < one.untilMs;
