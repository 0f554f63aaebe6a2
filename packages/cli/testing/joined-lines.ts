import { createLineJoiner, type OutputRecord } from '../src/lines/join-lines.ts';

/** The records of a text, line by line. */
export const join = (text: string): OutputRecord[] => {
  const joiner = createLineJoiner();
  const records = text.split('\n').flatMap((line) => joiner.push({ text: line, omittedBytes: 0 }, 1));
  return [...records, ...joiner.flush()];
};
export const bodies = (text: string): string[] => join(text).map((record) => record.body);

export const traceback = `Traceback (most recent call last):
  File "etl.py", line 3, in <module>
    load()
ValueError: bad row`;
