import { expect, test } from 'vitest';
import { join } from '../../testing/joined-lines.ts';

test.each([
  ['rows of a table, as psql prints them', ' id | name\n----+------', ' 7 | x'],
  ['rows below an error', 'ERROR: rows not loaded:', '  7,x'],
  ['values below a line', 'config:', '  key: 7'],
])('very many indented lines are kept, every one: %s', (_, head, row) => {
  const rows = Array.from({ length: 5000 }, (_value, index) => `${row}${index}`);
  const records = join([head, ...rows].join('\n'));
  expect(records.flatMap(({ body }) => body.split('\n')).slice(-5000)).toEqual(rows);
  expect(records.filter(({ attributes }) => 'pipeline.log.record.omitted_lines' in attributes)).toEqual([]);
  expect(records.length).toBeLessThan(20);
});

test('levels that are padded on the left begin a record each', () => {
  const lines = [
    ' INFO etl::load: started',
    'ERROR etl::load: boom',
    ' WARN etl::load: slow',
    '  of them 7',
    'TRACE etl: go',
  ];
  expect(join(lines.join('\n')).map(({ severity, body }) => [severity, body])).toEqual([
    ['INFO', 'etl::load: started'],
    ['ERROR', 'etl::load: boom'],
    ['WARN', 'etl::load: slow\n  of them 7'],
    ['DEBUG', 'etl: go'],
  ]);
  const python = ['    INFO started', '   ERROR boom', ' WARNING slow', 'CRITICAL dead', '   DEBUG go'];
  expect(join(python.join('\n')).map(({ severity }) => severity)).toEqual([
    'INFO',
    'ERROR',
    'WARN',
    'CRITICAL',
    'DEBUG',
  ]);
  expect(join('ERROR: rows not loaded:\n  ERROR 7\n ERRORS 3\n WARN').map(({ severity }) => severity)).toEqual([
    'ERROR',
  ]);
});
