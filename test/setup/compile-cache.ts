import { fileURLToPath } from 'node:url';

/** Programs that tests start take their compiled modules from here: it halves the time of a start. */
process.env['NODE_COMPILE_CACHE'] = fileURLToPath(
  new URL('../../node_modules/.cache/sightglass/compiled/', import.meta.url),
);
