import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, inject } from 'vitest';
import { endFile } from '../after-file.ts';
import { useBundles } from '../program-file.ts';

/** Programs and threads that tests start take their compiled modules from here: it halves the time of a start. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/sightglass/compiled/', import.meta.url));
process.env['NODE_COMPILE_CACHE'] = compiled;
enableCompileCache(compiled);

useBundles(inject('bundles'));

/**
 * A property that fails is made smaller, try by try; where each takes long, that would outlast the test, whose end then hides what
 * failed. At this limit, which is below `testTimeout`, it ends with what it has.
 */
fc.configureGlobal({ interruptAfterTimeLimit: 90_000 });

// Registered before the hooks of the test file, so it comes after them: whoever works in the folders has ended.
afterAll(endFile);
