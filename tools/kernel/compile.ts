import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const path = (name: string): string => fileURLToPath(new URL(`../../packages/sdk/${name}`, import.meta.url));
const folder = path('kernel');
export const kernelModulePath = path('src/checks/kernel/kernel-code.ts');

const flags =
  '-O3 --converge --noAssert --runtime stub --enable simd,threads,bulk-memory ' +
  '--importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536';

/** The compiler wants `.ts`, which would be TypeScript to every other tool. */
const readSource = (name: string): Promise<string | null> =>
  readFile(join(folder, name.replace(/\.ts$/u, '.as')), 'utf8').catch(() => null);

/** The text of kernel-code.ts: the same on every machine. */
export const kernelModule = async (): Promise<string> => {
  let code = Buffer.alloc(0);
  const messages: string[] = [];
  const { error } = await main(['index.ts', '-o', 'kernel.wasm', ...flags.split(' ')], {
    readFile: readSource,
    writeFile: (_, contents) => void (code = Buffer.from(contents)),
    listFiles: () => [],
    stderr: { write: (chunk: Uint8Array | string) => void messages.push(chunk.toString()) },
  });
  if (error !== null) throw new Error(`the kernel cannot be compiled: ${messages.join('')}`, { cause: error });
  return [
    '// Made by `npm run kernel` of packages/sdk/kernel (AssemblyScript); do not edit.',
    '/** WebAssembly, in base64. */',
    `export const kernelCode =\n  '${code.toString('base64')}';`,
    '',
  ].join('\n');
};
