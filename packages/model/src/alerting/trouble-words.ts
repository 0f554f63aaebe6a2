import type { RuleType } from './rule.ts';

/** What trouble is called in a title, after the name of its subject. */
export const troubleWords: Readonly<Record<RuleType, string>> = {
  missed: 'did not start',
  late: 'is late',
  outdated: 'is out of date',
  failed: 'failed',
  lost: 'gives no signal',
  rejected: 'rejected rows',
  ledger: 'has rows missing or extra',
  'check-failed': 'failed a contract',
  empty: 'brought no new data',
  'database-down': 'is down',
  'api-down': 'is not usable',
  'breaker-open': 'has its circuit open',
  certificate: 'has a certificate that expires soon',
  'not-judged': 'cannot be judged',
};
