import { datePattern } from '../columns/date-pattern.ts';

const formats = [
  ['date', ['dd.MM.yyyy', 'dd/MM/yyyy', 'MM/dd/yyyy', 'dd-MM-yyyy', 'MM-dd-yyyy', 'yyyy/MM/dd', 'yyyy.MM.dd']],
  [
    'timestamp',
    ['dd.MM.yyyy', 'dd/MM/yyyy', 'MM/dd/yyyy', 'yyyy/MM/dd', 'yyyy.MM.dd'].flatMap((date) => [
      `${date} HH:mm`,
      `${date} HH:mm:ss`,
    ]),
  ],
] as const;

interface InferredFormat {
  readonly type: 'date' | 'timestamp';
  readonly format: string;
}

/** The one format all of `texts` are written in; undefined when there is none, or when day and month could be either. */
export const inferFormat = (texts: readonly string[]): InferredFormat | undefined => {
  if (texts.length === 0) return undefined;
  const fitting = formats.flatMap(([type, own]) =>
    own.filter((format) => texts.every(isWrittenAs(format))).map((format) => ({ type, format })),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
};

const isWrittenAs = (format: string): ((text: string) => boolean) => {
  const read = datePattern(format);
  return (text) => {
    const bytes = Buffer.from(text);
    return !Number.isNaN(read(bytes, 0, bytes.length));
  };
};
