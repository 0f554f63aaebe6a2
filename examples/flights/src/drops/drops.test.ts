import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkFile } from '@sightglass/sdk';
import { expect, test } from 'vitest';
import { dropContract } from './contract.ts';
import { dirtyDropOf, leftOutLines, rejectedLines } from './dirty-drop.ts';
import { dropOf } from './drop.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

const day = '2001-01-03';
const folder = temporaryFolder();
const clean = await dropOf(day, folder);

const linesOf = async (path: string): Promise<string[]> => (await readFile(path, 'utf8')).trimEnd().split('\n');

test('a drop holds every flight of its day', async () => {
  const [header, ...lines] = await linesOf(clean.path);
  expect(header).toBe('date,delay,distance,origin,destination');
  expect(lines).toHaveLength(16_948);
  expect(await checkFile(clean.path, dropContract(day), { rejects: false })).toMatchObject({
    status: 'pass',
    rejected: 0,
  });
});

test('a drop is cut once', async () => {
  const { mtimeMs } = await stat(clean.path);
  await dropOf(day, folder);
  expect((await stat(clean.path)).mtimeMs).toBe(mtimeMs);
});

test.each(['2002-01-01', '2001-02-31', '../../etc/passwd', ''])('there is no drop for day "%s"', async (unknown) => {
  await expect(dropOf(unknown, folder)).rejects.toThrow('2001-01-01 to 2001-07-01');
});

test('a dirty drop has exactly the faults it says, and the same seed the same lines', async () => {
  const [one, two, other] = await Promise.all(
    [1, 1, 2].map((seed, index) => dirtyDropOf(clean, join(folder, `dirty-${index}.csv`), seed)),
  );
  const lines = (await linesOf(one!.path)).slice(1);
  const { rejectedByReason } = await checkFile(one!.path, dropContract(day), { rejects: false });
  expect(rejectedByReason).toEqual(rejectedLines);
  expect(lines).toHaveLength(16_948 + leftOutLines.repeated_line);
  expect(lines.filter((line) => line.endsWith('QQQ'))).toHaveLength(leftOutLines.unknown_airport);
  expect(await linesOf(two!.path)).toEqual(await linesOf(one!.path));
  expect(await linesOf(other!.path)).not.toEqual(await linesOf(one!.path));
});
