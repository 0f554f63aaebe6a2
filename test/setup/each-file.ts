import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { endFile } from '../after-file.ts';

/** Programs that tests start take their compiled modules from here: it halves the time of a start. */
process.env['NODE_COMPILE_CACHE'] = fileURLToPath(
  new URL('../../node_modules/.cache/sightglass/compiled/', import.meta.url),
);

// Registered before the hooks of the test file, so it comes after them: whoever works in the folders has ended.
afterAll(endFile);
