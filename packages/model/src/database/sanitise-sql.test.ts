import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sanitiseSql } from './sanitise-sql.ts';

test.each([
  ["SELECT * FROM a WHERE name = 'O''Brien' AND n = 17", 'SELECT * FROM a WHERE name = ? AND n = ?'],
  ['SELECT 1.5e3, 0xFF, -2', 'SELECT ?, ?, -?'],
  ["SELECT E'it\\'s', N'ä', $$ body 'x' $$, $t$ a $$ b $t$", 'SELECT ?, ?, ?, ?'],
  ['SELECT "Odd ""name1""", [name 2], t1.c3 FROM t1', 'SELECT "Odd ""name1""", [name 2], t1.c3 FROM t1'],
  ['SELECT a -- secret\n FROM b /* secret 2 */ WHERE c = $1', 'SELECT a FROM b WHERE c = $1'],
  ['UPDATE a SET b = @value, c = @@rowcount', 'UPDATE a SET b = @value, c = @@rowcount'],
  ['SELECT a FROM b WHERE c IN (1, 2, 3)', 'SELECT a FROM b WHERE c IN (?, …)'],
  ['INSERT INTO a VALUES ($1, $2), ($3, $4), ($5, $6)', 'INSERT INTO a VALUES ($1, …), …'],
  ["SELECT 'never closed", 'SELECT ?'],
  ["SELECT a::text, b->>'key' FROM c", 'SELECT a::text, b->>? FROM c'],
])('%s', (text, expected) => {
  expect(sanitiseSql(text)).toBe(expected);
});

test('no literal survives', () => {
  const secret = fc.stringMatching(/^[a-z]{6,12}$/).map((text) => `zq${text}`);
  const literal = secret.chain((text) =>
    fc
      .constantFrom(`'${text}'`, `N'${text}'`, `E'\\'${text}'`, `$$${text}$$`, `'it''s ${text}'`, `'${text}`)
      .map((sql) => ({
        text,
        sql,
      })),
  );
  fc.assert(
    fc.property(literal, fc.string(), ({ text, sql }, before) => {
      const opens = /['"[`$\-/*\\]|[a-z_]$/i.test(before);
      fc.pre(!opens && !before.includes(text));
      expect(sanitiseSql(`${before} ${sql}`)).not.toContain(text);
    }),
  );
});

test('what is huge is cut, quickly', () => {
  const text = `INSERT INTO a VALUES ${Array.from({ length: 200_000 }, () => "('x')").join(', ')}`;
  expect(sanitiseSql(text).length).toBeLessThan(200);
});
