import type { ContractInput } from '@sightglass/model/contract';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, it } from 'vitest';
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
    ['row.width', 'fail', 1, 3],
    ['id.not_null', 'fail', 1, 4],
    ['id.type', 'fail', 1, 2],
    ['id.unique', 'fail', 1, 5],
    ['name.max_length', 'fail', 1, 2],
  ]);
  expect(rejects?.split('\n')[1]).toBe('{"_line":3,"_reasons":["row.width"],"row":"nonsense"}');
});

const days = ['2026-11-24', '2026-11-25', '2026-11-26'].map((day) => new Date(day));

it('JSON lines are known by their first line, whatever the file is called', async () => {
  const { report } = await checkText('{"id":1,"name":"a"}\n', contract, { name: 'in.txt' });
  expect(report).toMatchObject({ status: 'pass', rows: 1, format: { type: 'jsonl' } });
});

it('a JSON array is no file of rows', async () => {
  const text = '[{"id":1,"name":"a"},\n{"id":2,"name":"b"}]\n';
  await expect(checkText(text, contract, { name: 'in.json' })).rejects.toThrow(
    /holds one JSON array; write an object a line/u,
  );
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
