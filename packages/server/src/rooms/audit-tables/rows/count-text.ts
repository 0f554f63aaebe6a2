const plain = /^-?\d+(?:\.0*)?$/u;
/** Groups of three. A single group behind a point may be a decimal, so it is none. */
const grouped = /^\d{1,3}(?:,\d{3})+(?:\.0*)?$|^\d{1,3}(?:[ '’_\u{A0}\u{202F}]\d{3})+$|^\d{1,3}(?:\.\d{3}){2,}$/u;

/** A count as databases and programs write it: `1204`, `1204.00`, `1,204`, `1 204`, `1'204`. NaN for anything else. */
export const readCount = (text: string): number => {
  if (plain.test(text)) return Number(text);
  if (!grouped.test(text)) return Number(text === '' ? Number.NaN : text);
  const [whole = ''] = /\.\d{3}\.\d{3}/u.test(text) ? [text.replaceAll('.', '')] : text.split(/\.0*$/u);
  return Number(whole.replaceAll(/\D/gu, ''));
};
