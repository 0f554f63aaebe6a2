import fc from 'fast-check';
import { jsonFields } from '../src/lines/json-fields.ts';
import { lineFormats } from '../src/lines/line-formats.ts';

const usualKeys = ['level', 'msg', 'time', 'rows', 'table', 'logger', 'ok', 'error', 'exc_info', 'event', 'ts'];
const oddKeys = [
  '12',
  '__proto__',
  'a.b',
  'pipeline.name',
  'log.iostream',
  'read',
  'written',
  'é',
  'a"b',
  '',
  'span_id',
];
const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...usualKeys) },
  { weight: 2, arbitrary: fc.constantFrom(...jsonFields.keys()) },
  { weight: 1, arbitrary: fc.constantFrom(...oddKeys, 'trace_id') },
);
/** As they stand in a line; also what is no JSON. */
const token = fc.oneof(
  fc.constantFrom(
    '"info"',
    '"INFO"',
    '"warning"',
    '"notice"',
    '"error"',
    '30',
    '"30"',
    '"null"',
    'null',
    'true',
    'false',
    '-0',
    '"2026-05-01T10:00:00.123Z"',
    '"2026-05-01T10:00:00Z"',
    '"2026-05-01 10:00:00,123456789"',
    '1777629600123',
    '"2020-01-01T00:00:00.5+02:00"',
    '1777629600.25',
    '"1777629600123000001"',
    '1777629600123456',
    '01',
    '-',
    '1.',
    '9007199254740993',
    '0.1234567890123456789',
    '0.14285714285714285',
    '1e400',
    '1e5',
    '12345678901234.5',
    '-7.25',
    '"a\\nb"',
    '"\\u00e9"',
    '":x"',
    '"x\\":y"',
    '"é日\u2028"',
    '"\u009b31m"',
    '"read=7 written=7"',
    '"a\tb"',
    '"',
    '[]',
    '["a",1]',
    '[null]',
    '{}',
    '{"a":1}',
    '{"a":{"b":{"c":{"d":1}}}}',
    'NaN',
    '"Traceback"',
    '"boom\\nat x"',
    '"4bf92f3577b34da6a3ce929d0e0e4736"',
    '"00f067aa0ba902b7"',
    '""',
    '-12',
    '999999999999999',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => JSON.stringify(text)),
  fc.double().map((value) => JSON.stringify(value)),
  fc.maxSafeInteger().map(String),
);
const usualTokens = new Map(
  Object.entries({
    level: ['"info"', '"INFO"', '"warning"', '"notice"', '"debug"', '30', '40', '"30"'],
    msg: ['"loaded"', '"größer\\n"', '"say \\"x\\""', '""', '"read=7 written=7"', '"x=1"', '"null"', '"Traceback"'],
    event: ['"loaded"', '"done"', '7'],
    time: ['"2026-05-01T10:00:00.123Z"', '"2026-05-01T10:00:00.9999999Z"', '"2026-05-01T10:00:01.5Z"', '1777629600123'],
    ts: ['1777629600.25', '"2020-01-01 00:00:00"', '1588327200.123456'],
    error: ['null', '"boom"'],
    exc_info: ['null'],
  }),
);
const tokenOf = (name: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...(usualTokens.get(name) ?? ['7', '-7', '1.5', '"x"', 'true', 'null'])) },
    { weight: 1, arbitrary: token },
  );
const usualEnds = fc.oneof({ weight: 20, arbitrary: fc.constant('') }, fc.constantFrom(' ', '\r', 'x', ','));
const separators = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom([',', ':'], [', ', ': ']) },
  fc.constantFrom([' ,', ' :'], [',\t', ': ']),
);
const shape = fc.record({
  keys: fc.oneof(
    { weight: 6, arbitrary: fc.uniqueArray(fc.constantFrom(...usualKeys), { minLength: 1, maxLength: 7 }) },
    { weight: 1, arbitrary: fc.array(key, { maxLength: 5 }) },
  ),
  separators,
  inside: fc.constantFrom('', '', 'req', 'a'),
});
const otherLine = fc.constantFrom(
  'loaded 7 rows',
  'INFO:etl.load:loaded 7 rows',
  '  indented',
  '',
  'ValueError: no',
  'Traceback (most recent call last):',
  '{not JSON}',
);
export const otherLines = fc.array(otherLine, { maxLength: 2 });
/** Lines of one shape, as a program prints many of them, and others between them. */
export const jsonLines = shape.chain(({ keys, separators: [comma, colon], inside }) => {
  const ofShape = fc.tuple(fc.tuple(...keys.map(tokenOf)), tokenOf('msg'), usualEnds).map(([values, message, end]) => {
    const pairs = keys.map((name, index) => `${JSON.stringify(name)}${colon}${values[index]}`).join(comma);
    return (inside === '' ? `{${pairs}}` : `{"message":${message},"${inside}":{${pairs}}}`) + end;
  });
  return fc.array(fc.oneof({ weight: 6, arbitrary: ofShape }, otherLine), { maxLength: 12 });
});

const heads = [
  ...lineFormats.map(({ example }) => example.replace(/(?:boom|slow|go|lost)$/, '')),
  '2026-05-01 10:00:00,123 - etl.load - INFO - ',
  '2026-05-01T10:00:00.123456Z  INFO etl::load: ',
  'INFO:etl.load:',
  '2026-05-01 10:00:00 INFO ',
  '10:00:00 INFO ',
  '[2026-05-01 10:00:00] [info] ',
  'WARNING: ',
  'DEBUG ',
  'info: ',
  '',
  '2026-05-01T10:00:00Z [debug    ] [etl]: ',
  '2026-13-45 10:00:00,123 [main] WARN  etl.Load - ',
  'Error: ',
  'A',
];
const beginnings = [
  'loaded',
  'etl:',
  'x',
  'in',
  'Traceback',
  'Traceback (most recent call last):',
  'rows:',
  'none',
  '0',
  'a.b:',
  'INFO',
];
const words = [
  ...beginnings,
  'Warning: ',
  ':in `x',
  '- INFO - ',
  '{a}',
  '}',
  'Error',
  'ValueError: no',
  'é',
  '\u2028FooError: x',
];
const message = fc
  .tuple(
    fc.constantFrom(...beginnings, '', '[x]', '-', '|', ' '),
    fc.array(fc.constantFrom(...words, '0.0', ':', '[a]:'), { maxLength: 4 }),
  )
  .map(([first, rest]) => [first, ...rest].join(' '));
const longMessage = message.map((text) => `${text} ${'and so on '.repeat(7)}end`);
const digit = fc.constantFrom('0', '1', '5', '9');
/** Lines with the same head, but for the digits of their time. */
export const headedLines = fc.constantFrom(...heads).chain((head) =>
  fc.array(
    fc
      .tuple(fc.oneof(message, longMessage), digit, fc.constantFrom('', '', '', '', ' ', '\r'))
      .map(([text, second, end]) => head.replace(/(?<=:\d\d:\d)\d/, second) + text + end),
    { maxLength: 10 },
  ),
);

const parts = [
  'loaded row shop.orders 12 2026-05-01 10:00:00 ERROR Error WARN warning: INFO FooError ValueError: Exception Uncaught a.b.C',
  'level=info msg=x read=1 written=2 key=value {"a":1} { } rows: ORA-00942: npm panic: é 日本 - | [ ] : 0',
]
  .flatMap((each) => each.split(' '))
  .concat('Traceback (most recent call last):', 'Caused by: x', '\u00a0', '\u2028', '\ufeff', '\u009b31m', '\u001b[31m')
  .concat('\t', '\r', '   ');
const anyText = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...parts), { maxLength: 6 }).map((some) => some.join(' ')) },
  { weight: 2, arbitrary: fc.array(fc.constantFrom(...parts), { maxLength: 4 }).map((some) => some.join('')) },
  { weight: 2, arbitrary: fc.constantFrom(...lineFormats.map(({ example }) => example)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('    at f (x.js:1:2)', '  File "x.py", line 1', '', '  ', 'goroutine 1 [running]:'),
  },
  { weight: 1, arbitrary: fc.string() },
);
export const anyLine = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.tuple(anyText, fc.constantFrom('', '', ' ', '\t ')).map(([text, end]) => Buffer.from(text + end)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)) },
);
