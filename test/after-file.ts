const jobs = new Set<() => void>();

/** Has `job` done when the test file is done, whether its tests passed or not; the answer takes that back. */
export const afterFile = (job: () => void): (() => boolean) => {
  jobs.add(job);
  return () => jobs.delete(job);
};

/** What `test/setup/each-file.ts` does after each file; the latest first. */
export const endFile = (): void => {
  const all = [...jobs].toReversed();
  jobs.clear();
  for (const job of all) job();
};
