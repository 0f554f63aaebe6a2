/** Of thousands: a comma, an underscore, apostrophes, and spaces of any kind. */
const grouped = /^[1-9]\d{0,2}([,_'\u2019 \u00a0\u2009\u202f])\d{3}(?:\1\d{3})*$/;
/** One dot alone may as well begin a fraction. */
const groupedByDots = /^[1-9]\d{0,2}(?:\.\d{3}){2,}$/;
/** A column of whole numbers that were kept as fractions: `7.0`. */
const plain = /^(\d+)(?:\.0{1,2})?$/;

/** A number of rows, also as text with one sign between its groups of three: `14,772`. Undefined for all that may mean something else. */
export const wholeCountOf = (value: unknown): number | undefined => {
  const count = typeof value === 'string' ? numberIn(value.trim()) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
};

const numberIn = (text: string): number | undefined => {
  if (grouped.test(text) || groupedByDots.test(text)) return Number(text.replaceAll(/\D/g, ''));
  const digits = plain.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
};
