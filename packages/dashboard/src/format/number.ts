import { countOf as countWords, formatBytes as bytesWords, formatCount } from '@sightglass/model';
import { noBreak } from './no-break.ts';

export { formatCount } from '@sightglass/model';

/** `1 row`, `12,431 rows`; no line parts one. */
export const countOf = (...counted: Parameters<typeof countWords>): string => noBreak(countWords(...counted));

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const share = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

/** `12.4K`, `10M`: where the exact count stands beside or on hover. */
export const formatCompact = (count: number): string =>
  Math.abs(count) < 1000 ? formatCount(count) : compact.format(count);

/** `97.5%`; never rounds up to 100% or down to 0%. */
export const formatShare = (ratio: number): string => {
  if (ratio > 0.999 && ratio < 1) return '>99.9%';
  if (ratio > 0 && ratio < 0.001) return '<0.1%';
  return share.format(ratio);
};

/** `210 MB`; no line parts one. */
export const formatBytes = (bytes: number): string => noBreak(bytesWords(bytes));
