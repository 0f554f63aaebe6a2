import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const path = (name: string): string => fileURLToPath(new URL(`../../packages/${name}`, import.meta.url));

/** Inner loops in AssemblyScript, and the module of TypeScript that their WebAssembly is kept in as text. */
export interface KernelSource {
  readonly folder: string;
  readonly module: string;
  readonly memory: string;
}

export const kernels: Readonly<Record<'checks' | 'lines', KernelSource>> = {
  checks: {
    folder: 'sdk/kernel',
    module: path('sdk/src/checks/kernel/kernel-code.ts'),
    memory: '--enable simd,threads,bulk-memory --importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536',
  },
  lines: {
    folder: 'cli/kernel',
    module: path('cli/src/lines/kernel/kernel-code.ts'),
    memory: '--enable simd,bulk-memory --initialMemory 54',
  },
};

const flags = '-O3 --converge --noAssert --runtime stub';

/** The text of kernel-code.ts: the same on every machine. */
export const kernelModule = async ({ folder, memory }: KernelSource): Promise<string> => {
  let code = Buffer.alloc(0);
  const messages: string[] = [];
  const { error } = await main(['index.ts', '-o', 'kernel.wasm', ...flags.split(' '), ...memory.split(' ')], {
    // The compiler wants `.ts`, which would be TypeScript to every other tool.
    readFile: (name) => readFile(join(path(folder), name.replace(/\.ts$/u, '.as')), 'utf8').catch(() => null),
    writeFile: (_, contents) => void (code = Buffer.from(contents)),
    listFiles: () => [],
    stderr: { write: (chunk: Uint8Array | string) => void messages.push(chunk.toString()) },
  });
  if (error !== null) throw new Error(`the kernel cannot be compiled: ${messages.join('')}`, { cause: error });
  return [
    `// Made by \`npm run kernel\` of packages/${folder} (AssemblyScript); do not edit.`,
    '/** WebAssembly, in base64. */',
    `export const kernelCode =\n  '${code.toString('base64')}';`,
    '',
  ].join('\n');
};
