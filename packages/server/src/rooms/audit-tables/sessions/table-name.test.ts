import { expect, test } from 'vitest';
import { parseTableName } from './table-name.ts';

test.each([
  ['job_log', { schema: undefined, table: 'job_log' }],
  ['etl.job_log', { schema: 'etl', table: 'job_log' }],
  ['"Etl"."Job ""Log"""', { schema: 'Etl', table: 'Job "Log"' }],
  ['[dbo].[Job.Log]', { schema: 'dbo', table: 'Job.Log' }],
  ['a.b.c', undefined],
  ['', undefined],
  ['"open', undefined],
])('%s', (text, expected) => {
  expect(parseTableName(text)).toEqual(expected);
});
