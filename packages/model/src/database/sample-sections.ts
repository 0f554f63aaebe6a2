/** The questions of `docs/sql`, each by the name of its file. */
export const sampleSections = [
  'sessions',
  'blockers',
  'waits',
  'locks',
  'transactions',
  'tables',
  'database',
  'statements',
] as const;
export type SampleSection = (typeof sampleSections)[number];
