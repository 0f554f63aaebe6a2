import type { ContractInput } from '@sightglass/model/contract';
import { describe, expect, it } from 'vitest';
import { checkText } from '../../../testing/check-text.ts';
import { contractIn } from '../contract/read-contract.ts';
import { textFormat } from './text-formats.ts';

type Column = NonNullable<ContractInput['columns']>[number];

/** The values of a column that break its contract, and what is said of them. */
const broken = async (column: Omit<Column, 'name'>, values: readonly string[]) => {
  const { report, rejects = '' } = await checkText(`n|k\n${values.map((value) => `${value}|x`).join('\n')}\n`, {
    format: { delimiter: '|' },
    columns: [{ name: 'n', ...column }, { name: 'k' }],
  });
  const words = report.results
    .filter(({ status }) => status !== 'pass')
    .map(({ message }) => message.replace(/: .*/u, ''));
  const rows = rejects.split('\n').slice(1, -1);
  return { words, rows: rows.map((row) => row.split('|')[2]) };
};

describe('a number of a size', () => {
  const cases: readonly (readonly [Omit<Column, 'name'>, readonly string[], readonly string[], readonly string[]])[] = [
    [{ type: 'int8' }, ['-128', '127', '-0'], ['-129', '128'], ['n is not an int8 in 2 rows']],
    [{ type: 'smallint' }, ['-32768', '32767'], ['-32769', '32768', '1.5'], ['n is not a smallint in 3 rows']],
    [
      { type: 'int32' },
      ['-2147483648', '+2147483647', '', '0002147483647'],
      ['2147483648'],
      ['n is not an int32 in 1 row'],
    ],
    [
      { type: 'int64' },
      ['-9223372036854775808', '9223372036854775807'],
      ['-9223372036854775809', '9223372036854775808', 'x'],
      ['n is not an int64 in 3 rows'],
    ],
    [{ type: 'uint16' }, ['0', '65535'], ['-1', '65536'], ['n is not a uint16 in 2 rows']],
    [{ type: 'uint64' }, ['18446744073709551615'], ['18446744073709551616'], ['n is not a uint64 in 1 row']],
    [{ type: 'int32', group: '.' }, ['2.147.483.647'], ['2.147.483.648'], ['n is not an int32 in 1 row']],
    [
      { type: 'int64', group: ',' },
      ['9,223,372,036,854,775,807'],
      ['9,223,372,036,854,775,808'],
      ['n is not an int64 in 1 row'],
    ],
    [
      { type: 'number', precision: 5, scale: 2 },
      ['999.99', '-999.99', '0.10', '1.500', '000123.4', '1e2', '0'],
      ['1000', '1e3'],
      ['n has more than 3 digits before the point in 2 rows'],
    ],
    [
      { type: 'number', scale: 2 },
      ['1.20', '1.200', '12e-2', '1e5'],
      ['1.234', '1e-3'],
      ['n has more than 2 decimals in 2 rows'],
    ],
    [{ type: 'number', scale: 0 }, ['1.0', '7'], ['1.5'], ['n has more than 0 decimals in 1 row']],
    [
      { type: 'number', precision: 4 },
      ['12.34', '1234', '0.1234', '0'],
      ['12345', '123.45'],
      ['n has more than 4 digits in 2 rows'],
    ],
    [{ type: 'integer', precision: 3 }, ['999', '-999'], ['1000'], ['n has more than 3 digits in 1 row']],
    [
      { type: 'number', decimal: ',', group: '.', precision: 6, scale: 1 },
      ['12.345,6'],
      ['123.456,7'],
      ['n has more than 5 digits before the point in 1 row'],
    ],
    [
      { type: 'number', decimal: ',', max: '12345678901234567.8' },
      ['12345678901234567,8'],
      ['12345678901234567,9'],
      ['n is greater than 12345678901234567.8 in 1 row'],
    ],
    [
      { scale: { value: 2, error: '50%' }, type: 'number' },
      ['1', '2', '1.234'],
      [],
      ['n has more than 2 decimals in 1 row'],
    ],
  ];
  it.each(cases)('%j', async (column, good, bad, words) => {
    const found = await broken(column, [...good, ...bad]);
    expect(found.words).toEqual(words);
    if (bad.length > 0) expect(found.rows).toEqual(bad);
  });
});

describe('a text of a format', () => {
  it.each([
    ['email', 'ann@example.org', true],
    ['email', 'a.b+c_d@mail.example.co.uk', true],
    ['email', "o'neil@example.org", true],
    ['email', 'jörg@exämple.de', true],
    ['email', 'ann@localhost', false],
    ['email', 'ann', false],
    ['email', '@example.org', false],
    ['email', 'ann@', false],
    ['email', 'a@b@example.org', false],
    ['email', 'a b@example.org', false],
    ['email', '.a@example.org', false],
    ['email', 'a..b@example.org', false],
    ['email', 'a@example..org', false],
    ['email', 'a@-example.org', false],
    ['email', 'a@example.org.', false],
    ['email', 'a@192.168.0.1', false],
    ['email', `${'a'.repeat(65)}@example.org`, false],
    ['email', 'Ann <ann@example.org>', false],
    ['email', 'a\u00a0b@example.org', false],
    ['uri', 'https://example.org', true],
    ['uri', 'https://user:pw@example.org:8443/a/b?c=d&e=%20#f', true],
    ['uri', 'http://[::1]:80/', true],
    ['uri', 'urn:isbn:0451450523', true],
    ['uri', 'mailto:ann@example.org', true],
    ['uri', 'file:///tmp/a.csv', true],
    ['uri', 's3://bucket/key', true],
    ['uri', 'example.org/a', false],
    ['uri', '/a/b', false],
    ['uri', '//example.org', false],
    ['uri', 'https://', false],
    ['uri', 'https:///a', false],
    ['uri', 'https://example.org:99999/', false],
    ['uri', 'https://exa mple.org', false],
    ['uri', 'https://example.org/a b', false],
    ['uri', 'https://example.org/%zz', false],
    ['uri', 'https://example.org/ä', false],
    ['uri', 'https://example.org/#a#b', false],
    ['uri', '1http://example.org', false],
    ['uri', 'a:', false],
    ['hostname', 'db-1.example.org', true],
    ['hostname', 'localhost', true],
    ['hostname', 'a_b', false],
    ['hostname', '-a', false],
    ['hostname', 'a'.repeat(64), false],
    ['ipv4', '10.0.0.1', true],
    ['ipv4', '10.0.0.256', false],
    ['ipv4', '010.0.0.1', false],
    ['ipv6', '::1', true],
    ['ipv6', '10.0.0.1', false],
  ])('%s %j: %s', (format, text, holds) => {
    expect(textFormat('c', format)(text)).toBe(holds);
  });

  it('rejects rows, and takes no time for hostile texts', async () => {
    const found = await broken({ format: 'email' }, ['ann@example.org', '', 'nobody', `${'a.'.repeat(50_000)}@`]);
    expect(found.words).toEqual(['n is not an e-mail address in 2 rows']);
  });

  it.each([
    ['{name: a, format: ¦emial}', 'column "a": format "emial" of a text is not known. Did you mean "email"?'],
    [
      '{name: a, format: ¦"%Y"}',
      'column "a": format "%Y" of a text is not known. Use one of email, uri, hostname, ipv4, ipv6; dates and times need their type',
    ],
    ['{name: a, scale: ¦2}', 'column "a": scale needs a number, and the type is string'],
    ['{name: a, type: number, precision: ¦2, scale: 3}', 'column "a": scale 3 is above the 2 digits of precision'],
    ['{name: a, type: number, precision: ¦0}', 'columns.a.precision: must be 1 or more, and is 0'],
    ['{name: a, type: ¦int128}', 'columns.a.type: "int128" is not known. Did you mean "int8"?'],
  ])('that cannot be used shows where: %s', (column, message) => {
    const before = 'columns: [';
    expect(() => contractIn(`${before}${column.replace('¦', '')}]`, 'c.yaml')).toThrow(
      `c.yaml:1:${before.length + column.indexOf('¦') + 1}: ${message}`,
    );
  });
});
