import type { RuleType } from '../alerting/rule.ts';

/** What to do first about each kind of trouble, in one sentence. */
export const firstSteps: Readonly<Record<RuleType, string>> = {
  missed: 'See whether the scheduler and its host are up, then start the run by hand.',
  late: 'See whether a run goes on and when it usually ends; tell those who wait for the data.',
  outdated: 'See whether its source still delivers, and whether anything starts the pipeline.',
  failed: 'Open the run, read its first error, mend the cause, then run it again.',
  lost: 'See whether its process still runs on its host; do not start it twice.',
  rejected: 'Read the reasons of the rejected rows before anybody uses the data.',
  ledger: 'Find the stage at which rows are missing or extra before anybody uses the data.',
  'check-failed': 'Compare the file with its contract, and ask its sender for a correct one.',
  empty: 'Find out whether an empty source is right today; if not, ask its sender.',
  'database-down': 'Check it with "sightglass ping", then its host and network. Hold the runs that need it.',
  'api-down': 'See the status page of its provider. Hold the runs that need it, or let them go on without.',
  'breaker-open': 'See why its calls fail, and what rows are loaded without its data.',
  certificate: 'Renew the certificate and reload the database.',
  'not-judged': 'See the log of Sightglass and "sightglass doctor": nothing is known until it can read again.',
};
