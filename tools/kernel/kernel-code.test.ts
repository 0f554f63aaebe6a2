import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { kernelModule, kernels } from './compile.ts';

it.each(Object.values(kernels))(
  '$folder is what its source says: after a change run `npm run kernel`',
  async (kernel) => {
    expect(await readFile(kernel.module, 'utf8')).toBe(await kernelModule(kernel));
  },
);
