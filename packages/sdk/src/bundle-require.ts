import { createRequire } from 'node:module';
import { fileBeside } from './file-beside.ts';

/** Absent where a bundler has made CommonJS of us, which has a `require` of its own. */
const here = import.meta.url as string | undefined;

/**
 * Bundlers that write an ES module wrap CommonJS packages (pino) so that they look for a global `require` of Node's own modules. Where we are
 * bundled that way and there is none, this is it; people write it into a banner otherwise.
 */
if (
  here !== undefined &&
  fileBeside(here, 'bundle-require', 'bundle-require') === undefined &&
  !('require' in globalThis)
)
  Object.defineProperty(globalThis, 'require', { value: createRequire(here), configurable: true, writable: true });
