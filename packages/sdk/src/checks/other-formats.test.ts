import type { ContractInput } from '@sightglass/model/contract';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { broken, checkText } from '../../testing/check-text.ts';

const contract: ContractInput = {
  columns: [
    { name: 'id', type: 'integer', required: true, unique: true },
    { name: 'name', maxLength: 5 },
  ],
};

it('JSON lines are checked under the same contract', async () => {
  const text = '{"id":1,"name":"a"}\n{"name":"abcdefg","id":"x"}\nnonsense\n{"id":null}\n{"id":1,"name":"ä\\n"}\n';
  const { report, rejects } = await checkText(text, contract, { name: 'in.jsonl' });
  expect(report).toMatchObject({ rows: 5, rejected: 4, format: { type: 'jsonl' } });
  expect(broken(report)).toEqual([
    ['row.json', 'fail', 1, 3],
    ['id.not_null', 'fail', 1, 4],
    ['id.type', 'fail', 1, 2],
    ['id.unique', 'fail', 1, 5],
    ['name.max_length', 'fail', 1, 2],
  ]);
  expect(rejects?.split('\n')[1]).toBe('{"_line":3,"_reasons":["row.json"],"row":"nonsense"}');
});

const days = ['2026-11-24', '2026-11-25', '2026-11-26'].map((day) => new Date(day));

it('JSON lines are known by their first line, whatever the file is called', async () => {
  const { report } = await checkText('{"id":1,"name":"a"}\n', contract, { name: 'in.txt' });
  expect(report).toMatchObject({ status: 'pass', rows: 1, format: { type: 'jsonl' } });
});

describe('a JSON array', () => {
  it.each([
    ['on one line', '[{"id":1,"name":"a"},{"id":"x","name":"b"}]\n', 2],
    ['an item a line', '[{"id":1,"name":"a"},\n{"id":"x","name":"b"}]\n', 2],
    ['pretty-printed', JSON.stringify([{ id: 1, name: 'a, [}\n"' }, { id: 'x' }], null, 2), 6],
  ])('is rows, %s', async (_, text, line) => {
    const { report, rejects } = await checkText(text, { columns: [contract.columns![0]!] }, { name: 'in.json' });
    expect(report).toMatchObject({ rows: 2, rejected: 1, format: { type: 'jsonl' } });
    expect(broken(report)).toContainEqual(['id.type', 'fail', 1, line]);
    expect(JSON.parse(rejects ?? '')).toMatchObject({ row: { id: 'x' } });
  });

  it.each([
    ['has no end', '[{"id":1},\n{"id":2}', 'the JSON array is cut off: it has no ] at its end'],
    ['is not alone', '[{"id":1}]\n[{"id":2}]', 'something follows the JSON array'],
  ])('that %s cannot be checked', async (_, text, words) => {
    await expect(checkText(text, contract, { name: 'in.json' })).rejects.toThrow(words);
  });

  it('of nothing is a file without rows', async () => {
    const { report } = await checkText('[]', contract, { name: 'in.json' });
    expect(report.rows).toBe(0);
  });
});

it('JSON of several lines an object is told as such', async () => {
  const pretty = JSON.stringify({ id: 1, name: 'a' }, null, 2);
  for (const text of [pretty, `{"id": 1,\n "name": "a"}\n`])
    await expect(checkText(text, contract, { name: 'in.jsonl' })).rejects.toThrow(/pretty-printed.* jq -c/u);
});

it('lines that are not JSON are told with line and column', async () => {
  const text = '{"id":1,"name":"a"}\n{"id":2\n\n{"id":NaN}\n[1]\n';
  const { report } = await checkText(text, contract, { name: 'in.jsonl' });
  expect(report.results.find(({ expectation }) => expectation === 'row.json')).toMatchObject({
    lines: [2, 4, 5],
    message: "3 rows are not JSON objects: line 2, column 8: Expected ',' or '}' after property value",
  });
});

describe('keys that come late', () => {
  const columns = [{ name: 'id' }, { name: 'größe', type: 'integer', required: false }] as const;
  const early = '{"id":1}\n'.repeat(60_000);

  it.each([
    ['as they are', 'größe'],
    ['escaped', String.raw`gr\u00f6\u00DFe`.replace('DF', 'df')],
  ])('are judged, %s', async (_, key) => {
    const { report } = await checkText(
      `${early}{"id":2,"${key}":"x"}\n`,
      { columns: [...columns] },
      { name: 'in.jsonl' },
    );
    expect(broken(report)).toEqual([['größe.type', 'fail', 1, 60_001]]);
  });

  it('are extra columns where the contract does not name them', async () => {
    const late: ContractInput = { columns: [...columns], table: { extraColumns: 'fail' } };
    const { report } = await checkText(`${early}{"id":2,"new":"x"}\n`, late, { name: 'in.jsonl' });
    expect(broken(report)).toContainEqual(['file.extra_columns', 'fail', 1]);
  });

  it('are missing where only a value reads like them', async () => {
    const needed = { columns: [{ name: 'id' }, { name: 'late' }] };
    const { report } = await checkText(`${early}{"id":"late"}\n`, needed, { name: 'in.jsonl' });
    expect(broken(report)).toEqual([['file.missing_columns', 'fail', 1]]);
  });
});

it('long numbers in JSON keep every digit', async () => {
  const ids = [
    '9007199254740993',
    '9007199254740992',
    '182891173641581479',
    '182891173641581478',
    '1e400',
    '0.1234567890123456789',
  ];
  const text = ids.map((id) => `{"id":${id},"in":{"a":[${id}]},"text":"a: ${id}"}\n`).join('');
  const { report } = await checkText(text, { columns: [{ name: 'id', unique: true }] }, { name: 'in.jsonl' });
  expect(report.rejected).toBe(0);
  expect(report.columns.map(({ distinct }) => distinct)).toEqual([6, 6, 6]);
  expect(report.columns[0]?.top.map(({ value }) => value).toSorted()).toEqual(ids.toSorted());
  expect(report.columns[1]?.top.map(({ value }) => value)).toContain('{"a":[9007199254740993]}');
});

it('so is Parquet, whatever the file is called', async () => {
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: 'id', data: [1n, 2n, 1n], type: 'INT64' },
      { name: 'name', data: ['a', 'abcdefg', null], type: 'STRING' },
      { name: 'day', data: days, type: 'TIMESTAMP' },
    ],
    rowGroupSize: 2,
  });
  const day = { name: 'day', type: 'timestamp', max: '2026-11-25' } as const;
  const { report } = await checkText(new Uint8Array(bytes), { columns: [...contract.columns!, day] });
  expect(report).toMatchObject({ rows: 3, rejected: 2, format: { type: 'parquet' } });
  expect(broken(report)).toEqual([
    ['id.unique', 'fail', 1, 3],
    ['name.max_length', 'fail', 1, 2],
    ['day.max', 'fail', 1, 3],
  ]);
});

it('a Parquet file that is cut off', async () => {
  const bytes = parquetWriteBuffer({ columnData: [{ name: 'id', data: [1n], type: 'INT64' }] });
  await expect(checkText(new Uint8Array(bytes).subarray(0, 40))).rejects.toThrow('Parquet file is damaged or cut off');
});

it('a Parquet file without rows still has its columns', async () => {
  const bytes = parquetWriteBuffer({ columnData: [{ name: 'id', data: [], type: 'INT64' }] });
  const { report } = await checkText(new Uint8Array(bytes), { ...contract, table: { empty: 'allowed' } });
  expect(broken(report)).toEqual([
    ['file.missing_columns', 'fail', 1],
    ['name.max_length', 'skip', 0],
  ]);
});

it('Parquet values keep every digit', async () => {
  const bytes = parquetWriteBuffer({
    schema: [
      { name: 'root', num_children: 7 },
      { name: 'id', type: 'INT64', repetition_type: 'REQUIRED' },
      { name: 'small', type: 'INT64', repetition_type: 'REQUIRED', converted_type: 'DECIMAL', scale: 2, precision: 18 },
      {
        name: 'wide',
        type: 'FIXED_LEN_BYTE_ARRAY',
        type_length: 16,
        repetition_type: 'OPTIONAL',
        converted_type: 'DECIMAL',
        scale: 3,
        precision: 38,
      },
      {
        name: 'micros',
        type: 'INT64',
        repetition_type: 'REQUIRED',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
      },
      {
        name: 'nanos',
        type: 'INT64',
        repetition_type: 'REQUIRED',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'NANOS' },
      },
      {
        name: 'time',
        type: 'INT64',
        repetition_type: 'REQUIRED',
        logical_type: { type: 'TIME', isAdjustedToUTC: false, unit: 'MICROS' },
      },
      { name: 'share', type: 'DOUBLE', repetition_type: 'REQUIRED' },
    ],
    columnData: [
      { name: 'id', data: [9007199254740993n] },
      { name: 'small', data: [-123456789012345678n] },
      { name: 'wide', data: [-0.255] },
      { name: 'micros', data: [-1n] },
      { name: 'nanos', data: [1_764_417_600_123_456_789n] },
      { name: 'time', data: [3_723_000_004n] },
      { name: 'share', data: [Number.NaN] },
    ],
  });
  const { report, rejects } = await checkText(new Uint8Array(bytes), { columns: [{ name: 'share', type: 'number' }] });
  expect(report.rejected).toBe(1);
  expect(rejects?.trim()).toMatch(
    '"row":{"id":9007199254740993,"small":-1234567890123456.78,"wide":-0.255,"micros":"1969-12-31T23:59:59.999999Z",' +
      '"nanos":"2025-11-29T12:00:00.123456789","time":"01:02:03.000004","share":"NaN"}',
  );
});
