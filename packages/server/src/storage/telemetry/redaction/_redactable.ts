import fc from 'fast-check';

const things = [
  'anna.müller@example.de',
  'a@b.co',
  'x@1.2.3',
  'icon@2x.png',
  'a%40b.co',
  'a\\u0040b.co',
  '4111 1111 1111 1111',
  '4111\u{A0}1111\u{A0}1111\u{A0}1111',
  '4111.1111.1111.1111',
  '4111111111111111',
  '4111111111111112',
  '378282246310005',
  '1795000000000000000',
  'DE89 3704 0044 0532 0130 00',
  'GB82WEST12345698765432',
  'DE89\u{A0}3704\u{202F}0044 0532-0130\u{A0}00',
  'DE88370400440532013000',
  '+49 30 1234567',
  '(415) 555-2671',
  '415.555.2671',
  '0049 30 1234567',
  'phone: 030 1234567',
  '219-09-9999',
  '000-12-3456',
  'AB123456C',
  '86095742719',
  '86095742718',
  '255081416802538',
  'bsn=111222333',
  '44051401359',
  '12345678Z',
  'X1234567L',
  'RSSMRA85T10A562S',
  'password=hunter2',
  'mysql --db-password hunter2 -h db',
  '["mysql","--password","hunter2"]',
  '--password --host x',
  'Set-Cookie: sid=0123abcd; theme=dark',
  'cookie: accepted',
  '["sid=0123abcd"]',
  '"password":"two words"',
  '"password":"a\\"b c"',
  "'password': 'my two \\' words'",
  'api_key: abcdef123456',
  'token=0123456789abcdef0123',
  'Bearer abcdef0123456789abc',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc',
  'postgres://user:p@ss@host/db',
  'postgres:\\/\\/user:pass@host\\/db',
  'https://user@host/path',
  'AKIAIOSFODNN7EXAMPLE',
  `sg_ingest_${'a1B'.repeat(13)}`,
  '-----BEGIN RSA PRIVATE KEY-----\nMIIabc+/=\n-----END RSA PRIVATE KEY-----',
  '-----BEGIN PRIVATE KEY-----\\nMIIabc',
  '550e8400-e29b-41d4-a716-446655440000',
  '2026-11-30T10:00:00+01:00',
  '192.168.10.250',
  '[redacted:card]',
  '[hashed:mail:h0123456789abcdef]',
  'customer.name',
  'secret',
];

const glue = [
  '',
  '',
  ' ',
  ' ',
  ', ',
  '=',
  '"',
  '-',
  '.',
  ':',
  '/',
  '+',
  '\n',
  '\u{1}',
  'ü',
  '。',
  '\u{200B}',
  '7',
  'a',
  '_',
  '\\',
  '{',
  '}',
  '[',
  ']',
  '@',
];

const jumble = fc
  .array(fc.tuple(fc.constantFrom(...things), fc.constantFrom(...glue), fc.constantFrom(...glue)), { maxLength: 5 })
  .map((parts) => parts.map(([thing, first, second]) => first + thing + second).join(''));

const cut = fc
  .tuple(jumble, fc.nat(200), fc.nat(10))
  .map(([text, from, less]) => text.slice(from % (text.length + 1), Math.max(0, text.length - less)));

const scalar = fc.oneof(jumble, fc.constantFrom(4111111111111111, -4111111111111111, 0.5, true, null));
const names = [
  'customer.name',
  'cookie',
  'secret',
  'gone1',
  'password',
  'card',
  'a"b',
  'phone',
  'order.id',
  'host.name',
];
const json = fc
  .oneof(
    fc.dictionary(fc.constantFrom(...names), fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })), { maxKeys: 4 }),
    fc.array(scalar, { maxLength: 4 }),
  )
  .map((value) => JSON.stringify(value));

/** Well-formed: the engine makes U+FFFD of half a surrogate pair, as every encoder does. */
const valid = (text: string): string => text.toWellFormed();

/** What may hold something to redact: texts, and attributes with keys. */
export const redactable = fc
  .record({
    kind: fc.constantFrom('text', 'attribute'),
    key: fc.oneof(fc.constantFrom(...names, 'customer.bsn', 'pipeline.run.id', 'a=b', ''), cut),
    value: fc.oneof(jumble, cut, json),
  })
  .map(({ kind, key, value }) => ({ kind, key: kind === 'text' ? '' : valid(key), value: valid(value) }));
