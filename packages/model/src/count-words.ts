const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `12,431` */
export const formatCount = (count: number): string => grouped.format(count);

/** `1 row`, `12,431 rows`; a plural that is not `…s` is passed in. */
export const countOf = (count: number, noun: string, plural = `${noun}s`): string =>
  `${formatCount(count)} ${Math.abs(count) === 1 ? noun : plural}`;
