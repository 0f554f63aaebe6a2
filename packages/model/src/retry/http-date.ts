const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const time = String.raw`(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)`;
const forms: readonly RegExp[] = [
  // Sun, 06 Nov 1994 08:49:37 GMT
  new RegExp(String.raw`^[a-z]{3}, +(?<day>\d\d?) (?<month>[a-z]{3}) (?<year>\d{4}) ${time} (?:GMT|UTC)$`, 'iu'),
  // Sunday, 06-Nov-94 08:49:37 GMT
  new RegExp(String.raw`^[a-z]{3,9}, +(?<day>\d\d)-(?<month>[a-z]{3})-(?<year>\d\d|\d{4}) ${time} (?:GMT|UTC)$`, 'iu'),
  // Sun Nov  6 08:49:37 1994, which is UTC as well
  new RegExp(String.raw`^[a-z]{3} (?<month>[a-z]{3}) +(?<day>\d\d?) ${time} (?<year>\d{4})$`, 'iu'),
];

/** A date in any of the three forms of RFC 9110 (5.6.7) as Unix milliseconds; undefined of anything else. */
export const parseHttpDate = (text: string, nowMs: number): number | undefined => {
  const found = forms.map((form) => form.exec(text.trim())?.groups).find((groups) => groups !== undefined);
  if (found === undefined) return undefined;
  const { year = '', month = '', day, hour, minute, second } = found;
  const monthAt = months.indexOf(month.toLowerCase());
  const [d, h, m, s] = [day, hour, minute, second].map(Number) as [number, number, number, number];
  if (monthAt === -1 || d < 1 || d > 31 || h > 23 || m > 59 || s > 60) return undefined;
  return Date.UTC(year.length === 2 ? wholeYear(Number(year), nowMs) : Number(year), monthAt, d, h, m, s);
};

/** A year of two digits lies within 50 years of now. */
const wholeYear = (twoDigits: number, nowMs: number): number => {
  const nowYear = new Date(nowMs).getUTCFullYear();
  const sameCentury = Math.floor(nowYear / 100) * 100 + twoDigits;
  if (sameCentury > nowYear + 50) return sameCentury - 100;
  return sameCentury <= nowYear - 50 ? sameCentury + 100 : sameCentury;
};
