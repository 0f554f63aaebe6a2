import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { endFile } from '../after-file.ts';

/** Programs and threads that tests start take their compiled modules from here: it halves the time of a start. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/sightglass/compiled/', import.meta.url));
process.env['NODE_COMPILE_CACHE'] = compiled;
enableCompileCache(compiled);

// Registered before the hooks of the test file, so it comes after them: whoever works in the folders has ended.
afterAll(endFile);
