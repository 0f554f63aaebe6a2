import { expect, test } from 'vitest';
import { lineFormats } from '../line-formats.ts';
import { parsePlainLine } from '../plain-line.ts';
import { createLineHeads, learnHead } from './line-head.ts';

/** A line, and another with the same head, which is told from the first alone. */
test.each([
  ['2026-05-01 10:00:00,123 - etl.load - INFO - loaded 7 rows', '2026-05-02 11:59:59,999 - etl.load - INFO - l: [x]'],
  ['2026-05-01T10:00:00.123456Z  INFO etl::load: loaded 7 rows', '2026-05-01T10:00:00.123457Z  INFO etl::load: l'],
  ['2026-05-01 10:00:00 INFO loaded 7 rows', '2026-05-01 10:00:00 INFO loaded etl: 7 rows'],
  [
    '2026-05-01 10:00:00.123 | WARNING  | etl:load:12 - slow again',
    '2026-05-01 10:00:00.124 | WARNING  | etl:load:12 - so',
  ],
  ['2026-05-01 10:00:00 [info     ] loaded rows=7', '2026-05-01 10:00:01 [info     ] less'],
  ['[2026-05-01 10:00:00,123: INFO/MainProcess] done 7', '[2026-05-01 10:00:00,999: INFO/MainProcess] dont'],
  ['10:00:00.123 [main] WARN  com.example.Etl - slow query', '23:59:59.123 [main] WARN  com.example.Etl - so what'],
  ['INFO:etl.load:loaded 7 rows', 'INFO:etl.load:loaded so many'],
  ['DEBUG loaded 7 rows', 'DEBUG loaded so many'],
])('the head of "%s" is known', (line, next) => {
  const heads = createLineHeads();
  heads.learn(line, parsePlainLine(line));
  const bytes = Buffer.from(`${next} and so on`);
  const head = heads.find(bytes, 0, bytes.length);
  const { severity, message, attributes, timeField } = parsePlainLine(bytes.toString());
  expect(head).toMatchObject({ severity, common: attributes });
  expect(bytes.toString('utf8', head?.bytes)).toBe(message);
  expect(bytes.toString('utf8', head?.timeStart, head?.timeEnd)).toBe(timeField?.[1] ?? '');
});

test.each([
  ['what follows may be the logger', '2026-05-01 10:00:00 INFO loaded', '2026-05-01 10:00:00 INFO loaded: x and so on'],
  ['another word may be a level', 'etl: error: no', 'etl: warning: no'],
  [
    'digits stand outside of the time',
    '2026-05-01 10:00:00.123  INFO 7 --- [main] c.e.Etl : go',
    '2026-05-01 10:00:00.123  INFO 8 --- [main] c.e.Etl : go',
  ],
])('a head is not known where %s', (_, line, other) => {
  const heads = createLineHeads();
  heads.learn(line, parsePlainLine(line));
  expect(heads.find(Buffer.from(other), 0, other.length)).toBeUndefined();
});

/** Whatever follows a head: it never hides that the line is of another format. */
test('with each format as its message, a line is what its formats say', () => {
  const messages = lineFormats.flatMap(({ example }) => [example, example.replace(/^\S+ ?/, ''), `x ${example}`]);
  for (const { example } of lineFormats) {
    const parsed = parsePlainLine(example);
    const head = learnHead(example, parsed);
    if (head === undefined) continue;
    for (const message of messages) {
      const line = example.slice(0, head.bytes) + message;
      const heads = createLineHeads();
      heads.learn(example, parsed);
      const known = heads.find(Buffer.from(line), 0, Buffer.byteLength(line));
      if (known === undefined || (known.needsNoColon && line.lastIndexOf(':') >= known.pattern.length)) continue;
      const expected = parsePlainLine(line);
      if (known.isWeak && expected.severity === undefined) continue;
      const found = { message: line.slice(known.bytes), severity: known.severity, attributes: known.common };
      expect({ line, ...found }).toEqual({
        line,
        message: expected.message,
        severity: expected.severity,
        attributes: expected.attributes,
      });
    }
  }
});
