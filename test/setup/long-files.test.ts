import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { longFiles } from './long-files.ts';

test('every file said to take long is there, once', () => {
  const root = new URL('../../', import.meta.url);
  expect(longFiles.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  expect(new Set(longFiles).size).toBe(longFiles.length);
});
