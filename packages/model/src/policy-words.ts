import type { FallbackPolicy } from './dependency.ts';

/** What a decision about failed calls did to rows, as the end of “1,204 rows …”. */
export const policyWords: Readonly<Record<FallbackPolicy, string>> = {
  fail: 'failed',
  'skip-row': 'left out',
  'use-cache': 'answered from the cache',
  'load-unenriched': 'loaded without enrichment',
};
