import { datePattern } from '../columns/date-pattern.ts';

/** With leading zeros before without: the first is the stricter. */
const dates = [
  ['dd.MM.yyyy', 'd.M.yyyy'],
  ['dd/MM/yyyy', 'd/M/yyyy'],
  ['MM/dd/yyyy', 'M/d/yyyy'],
  ['dd-MM-yyyy', 'd-M-yyyy'],
  ['MM-dd-yyyy', 'M-d-yyyy'],
  ['yyyy/MM/dd', 'yyyy/M/d'],
  ['yyyy.MM.dd'],
  ['dd-MMM-yyyy', 'd-MMM-yyyy'],
  ['dd MMM yyyy', 'd MMM yyyy'],
  ['dd.MM.yy', 'd.M.yy'],
  ['MM/dd/yy', 'M/d/yy'],
];
const times = [
  ['HH:mm', 'H:mm'],
  ['HH:mm:ss', 'H:mm:ss'],
  ['hh:mm a', 'h:mm a'],
  ['hh:mm:ss a', 'h:mm:ss a'],
];

/** Ways to write a date or time; of the forms of one way at most one is taken. */
const ways: readonly (readonly ['date' | 'timestamp', readonly string[]])[] = [
  ...dates.map((forms) => ['date', forms] as const),
  ...dates.flatMap((forms) =>
    times.map((ends) => ['timestamp', forms.flatMap((date) => ends.map((time) => `${date} ${time}`))] as const),
  ),
];

interface InferredFormat {
  readonly type: 'date' | 'timestamp';
  readonly format: string;
}

/** The one format all of `texts` are written in; undefined when there is none, or when day and month could be either. */
export const inferFormat = (texts: readonly string[]): InferredFormat | undefined => {
  if (texts.length === 0) return undefined;
  const fitting = ways.flatMap(([type, forms]) => {
    const format = forms.find((form) => texts.every(isWrittenAs(form)));
    return format === undefined ? [] : [{ type, format }];
  });
  return fitting.length === 1 ? fitting[0] : undefined;
};

const isWrittenAs = (format: string): ((text: string) => boolean) => {
  const read = datePattern(format);
  return (text) => {
    const bytes = Buffer.from(text);
    return !Number.isNaN(read(bytes, 0, bytes.length));
  };
};
