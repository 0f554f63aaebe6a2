import { countOf as countWords, formatBytes as bytesWords } from '@sightglass/model';
import { noBreak } from './no-break.ts';

export { formatCompact, formatCount, formatShare } from '@sightglass/model';

/** `1 row`, `12,431 rows`; no line parts one. */
export const countOf = (...counted: Parameters<typeof countWords>): string => noBreak(countWords(...counted));

/** `210 MB`; no line parts one. */
export const formatBytes = (bytes: number): string => noBreak(bytesWords(bytes));
