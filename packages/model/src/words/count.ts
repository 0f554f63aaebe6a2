/** Made when first wanted: the languages of the world take a while to load. */
const formatOf = (options: Intl.NumberFormatOptions): ((count: number) => string) => {
  let format: Intl.NumberFormat | undefined;
  return (count) => (format ??= new Intl.NumberFormat('en', options)).format(count);
};

const grouped = formatOf({ maximumFractionDigits: 0 });
const compact = formatOf({ notation: 'compact', maximumFractionDigits: 1 });
const percent = formatOf({ style: 'percent', maximumFractionDigits: 1 });
const thousands = /\B(?=(?:\d{3})+$)/gu;

/** `12,431` */
export const formatCount = (count: number): string =>
  Number.isSafeInteger(count) && !Object.is(count, -0) ? String(count).replace(thousands, ',') : grouped(count);

/** `12.4K`, `10M`: where the exact count is shown beside it or on hover. */
export const formatCompact = (count: number): string => (Math.abs(count) < 1000 ? formatCount(count) : compact(count));

/** `97.5%` of a ratio from 0 to 1; never rounds up to 100% or down to 0%. */
export const formatShare = (ratio: number): string => {
  if (ratio > 0.999 && ratio < 1) return '>99.9%';
  if (ratio > 0 && ratio < 0.001) return '<0.1%';
  return percent(ratio);
};

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `1.5 kB`, `210 MB` (powers of 1000). */
export const formatBytes = (bytes: number): string => {
  const power = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${byteUnits[power]}`;
};

/** `1 row`, `12,431 rows`; a plural that is not `…s` is passed in. */
export const countOf = (count: number, noun: string, plural = `${noun}s`): string =>
  `${formatCount(count)} ${Math.abs(count) === 1 ? noun : plural}`;
