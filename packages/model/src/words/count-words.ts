const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `12,431` */
export const formatCount = (count: number): string => grouped.format(count);

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
