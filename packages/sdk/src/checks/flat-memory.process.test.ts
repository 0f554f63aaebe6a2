import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../testing/run-program.ts';

const mebibyte = 1 << 20;
const rowsAtOnce = 4000;
/** What a check may take beyond one of a smaller file: less than the difference of the files. */
const slackBytes = 48 * mebibyte;
const filler = 'of a row that is long enough to make a large file of few rows '.repeat(4);

/** Every fourth row is rejected, and no text comes twice. */
const linesOf = (from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => `${at % 4 === 0 ? 'x' : at},text ${from + at} ${filler},2026-11-25\n`).join(
    '',
  );

const writeRows = async (file: string, bytes: number, isPacked: boolean): Promise<void> => {
  const target = createWriteStream(file);
  const stream = isPacked ? createGzip({ level: 1 }) : target;
  if (isPacked) stream.pipe(target);
  stream.write('id,text,day\n');
  for (let [written, row] = [0, 0]; written < bytes; row += rowsAtOnce) {
    const lines = linesOf(row, rowsAtOnce);
    written += lines.length;
    if (!stream.write(lines)) await once(stream, 'drain');
  }
  stream.end();
  await finished(target);
};

/** A check in a process of its own tells what it took at most. */
const program = (file: string): string => `
  import { checkFile } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
  const columns = [{ name: 'id', type: 'integer' }, { name: 'text' }, { name: 'day', type: 'date' }];
  const { rows, rejected } = await checkFile(${JSON.stringify(file)}, { columns }, { rejects: ${JSON.stringify(`${file}.rejects`)}, threads: 1 });
  console.log(JSON.stringify({ rows, rejected, peakBytes: process.resourceUsage().maxRSS * 1024 }));`;

describe('memory does not grow with the file', () => {
  it.each([
    ['plain', false],
    ['gzip', true],
  ])('%s', async (_, isPacked) => {
    await using workspace = await createWorkspace();
    const check = async (name: string, bytes: number) => {
      const file = join(workspace.dir, name);
      await writeRows(file, bytes, isPacked);
      const { stdout, stderr } = await workspace.run(program(file));
      expect(stderr).toBe('');
      return JSON.parse(stdout) as { readonly rows: number; readonly rejected: number; readonly peakBytes: number };
    };
    const small = await check('small.csv', 16 * mebibyte);
    const large = await check('large.csv', 80 * mebibyte);
    expect(large.rows).toBeGreaterThan(small.rows * 4.5);
    expect(large.rejected).toBe(large.rows / 4);
    expect(large.peakBytes - small.peakBytes).toBeLessThan(slackBytes);
  });
});

it('memory of a check of thousands of columns is that of what they hold', async () => {
  await using workspace = await createWorkspace();
  const file = join(workspace.dir, 'wide.csv');
  const numbers = Array.from({ length: 5000 }, (_, column) => column);
  const rows = Array.from({ length: 200 }, (_, row) => numbers.map((column) => (row * 31 + column) % 100).join(','));
  await writeFile(file, `${[numbers.map((column) => `c${column}`).join(','), ...rows].join('\n')}\n`);
  const { stdout, stderr } = await workspace.run(program(file));
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({ rows: 200 });
  expect((JSON.parse(stdout) as { peakBytes: number }).peakBytes).toBeLessThan(500 * mebibyte);
});
