import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../../engine/_engine.ts';
import { bind, ParameterError } from './bind.ts';

let engine: TestEngine;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine[Symbol.asyncDispose]());

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        "'",
        '\\',
        '"',
        '`',
        '{a:String}',
        '--',
        '/*',
        '\n',
        '\0',
        "' OR 1 --",
        "\\'",
        '$1',
        '$&',
        'é',
        '日',
      ),
    )
    .map((parts) => parts.join('')),
);

test('whatever the text, the engine reads it back unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, fc.array(hostile, { maxLength: 3 }), async (text, list) => {
      const rows = await engine.telemetry.rows(
        'SELECT {text:String} AS text, {list:Array(String)}::Array(String) AS list',
        { text, list },
      );
      expect(rows).toEqual([{ text, list }]);
    }),
    { numRuns: 100 },
  );
});

test('thousands of ids fit', async () => {
  const ids = Array.from({ length: 5_000 }, (_, index) => `${index}`.padStart(36, '0'));
  const [row] = await engine.telemetry.rows<{ count: number }>('SELECT length({ids:Array(String)}) AS count', { ids });
  expect(row?.count).toBe(5_000);
});

test('numbers keep all their digits', async () => {
  const parameters = { least: '-9223372036854775808', most: '18446744073709551615', ms: 1_763_900_000_000 };
  const [row] = await engine.telemetry.rows(
    'SELECT toString({least:Int64}) AS least, toString({most:UInt64}) AS most, {ms:Int64} AS ms',
    parameters,
  );
  expect(row).toEqual(parameters);
});

test.each([
  ['{a:String}', {}],
  ['{a:Int64}', { a: '1; DROP TABLE logs' }],
  ['{a:UInt64}', { a: -1 }],
  ['{a:Int64}', { a: 1.5 }],
  ['{a:Array(String)}', { a: 'x' }],
])('%s does not take %o', (sql, parameters) => {
  expect(() => bind(sql, parameters)).toThrow(ParameterError);
});
