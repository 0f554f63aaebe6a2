import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { kernelModule, kernelModulePath } from './compile.ts';

it('is what its source says: after a change run `npm run kernel`', async () => {
  expect(await readFile(kernelModulePath, 'utf8')).toBe(await kernelModule());
});
