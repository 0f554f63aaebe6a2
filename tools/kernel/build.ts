/**
 * Compiles packages/sdk/kernel and packages/cli/kernel to a kernel-code.ts each, as text, so that it needs no file beside it and no build of
 * whoever uses it: `npm run kernel`. Run it after each change of a file in those folders; kernel-code.test.ts finds what was forgotten.
 */
import { writeFile } from 'node:fs/promises';
import { kernelModule, kernels } from './compile.ts';

for (const kernel of Object.values(kernels)) await writeFile(kernel.module, await kernelModule(kernel));
