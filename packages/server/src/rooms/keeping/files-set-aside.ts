import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Files set aside as damaged, which nothing is erased from: how many there are, by folder. */
export const filesSetAside = async (dataDir: string): Promise<{ place: string; count: number }[]> => {
  const names = await readdir(dataDir).catch(() => []);
  const folders = [
    'engine-quarantine',
    join('spool', 'quarantine'),
    ...names.filter((name) => name.startsWith('state.damaged-')),
  ];
  const counted = await Promise.all(
    folders.map(async (place) => ({ place, count: await filesIn(join(dataDir, place)) })),
  );
  return counted
    .filter(({ count }) => count > 0)
    .map(({ place, count }) => ({ place: `set aside as damaged: ${place}`, count }));
};

const filesIn = async (folder: string): Promise<number> => {
  const items = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return items.filter((item) => item.isFile()).length;
};
