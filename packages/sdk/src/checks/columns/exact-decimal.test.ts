import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ContractInput } from '@sightglass/model/contract';
import { broken, checkText } from '../../../testing/check-text.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';
import { checkFile } from '../check-file.ts';
import { compareDecimals } from './exact-decimal.ts';

test.each([
  ['1', '1.0', 0],
  ['-0', '0', 0],
  ['9223372036854775807', '9223372036854775808', -1],
  ['-9223372036854775809', '-9223372036854775808', -1],
  ['1.0000000000000000001', '1', 1],
  ['12e-1', '1.2', 0],
  ['.5', '0.4999999999999999999', 1],
  ['1e400', '9e399', 1],
  ['-5', '3', -1],
])('%s to %s', (one, two, order) => {
  expect(Math.sign(compareDecimals(one, two))).toBe(order);
  expect(Math.sign(compareDecimals(two, one))).toBe(order === 0 ? 0 : -order);
});

const column = (rules: object): ContractInput => ({ columns: [{ name: 'n', ...rules }] });

test.each([
  [{ type: 'integer', max: '9007199254740992' }, ['9007199254740992', '9007199254740993'], 'max', [3]],
  [{ type: 'integer', min: '-9007199254740992' }, ['-9007199254740992', '-9007199254740993'], 'min', [3]],
  [{ type: 'integer', max: '9223372036854775807' }, ['9223372036854775807', '9223372036854775808'], 'max', [3]],
  [{ type: 'number', max: 1 }, ['1.0000', '1.00000000000000000001', '0.9999999999999999999'], 'max', [3]],
  [
    { type: 'bigint' },
    ['9223372036854775807', '9223372036854775808', '99999999999999999999999', '-9223372036854775808', '1.5'],
    'type',
    [3, 4, 6],
  ],
  [{ type: 'integer' }, ['99999999999999999999999'], 'type', []],
])('a column of %j judges exact values', async (rules, values, kind, lines) => {
  const { report } = await checkText(`n\n${values.join('\n')}\n`, column(rules));
  expect(broken(report)).toEqual(lines.length === 0 ? [] : [[`n.${kind}`, 'fail', lines.length, ...lines]]);
});

test('bounds in YAML keep their digits', async () => {
  const folder = temporaryFolder();
  const [file, contract] = [join(folder, 'a.csv'), join(folder, 'a.yaml')];
  writeFileSync(file, 'n\n9007199254740993\n9007199254740995\n');
  writeFileSync(contract, 'columns: [{ name: n, type: integer, max: 9007199254740993 }]\n');
  expect(broken(await checkFile(file, contract, { rejects: false }))).toEqual([['n.max', 'fail', 1, 3]]);
});
