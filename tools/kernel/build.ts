/**
 * Compiles packages/sdk/kernel to packages/sdk/src/checks/kernel/kernel-code.ts, as text, so that it needs no file beside it and no build
 * of whoever uses it: `npm run kernel`. Run it after each change of a file in that folder; kernel-code.test.ts finds what was forgotten.
 */
import { writeFile } from 'node:fs/promises';
import { kernelModule, kernelModulePath } from './compile.ts';

await writeFile(kernelModulePath, await kernelModule());
