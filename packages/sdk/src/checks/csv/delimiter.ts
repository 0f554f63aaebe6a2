import { splitRecord } from './split-record.ts';

const candidates = [',', ';', '\t', '|'];
const mostRecords = 50;

/** The delimiter that splits the first records into the most fields, equally many in each; a comma when none does. */
export const delimiterOf = (head: Buffer, quote: string): string => {
  const scores = candidates.map((delimiter) => ({ delimiter, score: scoreOf(head, delimiter, quote) }));
  const best = scores.reduce((one, other) => (other.score > one.score ? other : one));
  return best.score > 0 ? best.delimiter : ',';
};

const scoreOf = (head: Buffer, delimiter: string, quote: string): number => {
  const widths: number[] = [];
  const dialect = { delimiter: delimiter.charCodeAt(0), quote: quote.charCodeAt(0), ownFields: 0 };
  for (let at = 0; at < head.length && widths.length < mostRecords;) {
    const { fields, next } = splitRecord(head, at, dialect);
    if (next < head.length || widths.length === 0) widths.push(fields.length);
    at = next;
  }
  const [width = 1, ...rest] = widths.filter((fields) => fields > 0);
  if (width === 1) return 0;
  const agreeing = rest.filter((fields) => fields === width).length + 1;
  return agreeing / widths.length + Math.min(width, 100) / 1000;
};
