import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { site } from './site.ts';

/** Builds the documentation into `docs/` beside the dashboard. */
export const documentationPlugin = (): Plugin => {
  let search = '';
  return {
    name: 'sightglass-documentation',
    apply: 'build',
    buildStart() {
      const id = fileURLToPath(new URL('search.ts', import.meta.url));
      search = this.emitFile({ type: 'chunk', id, name: 'documentation-search' });
    },
    generateBundle() {
      for (const { path, content } of site(`/${this.getFileName(search)}`))
        this.emitFile({ type: 'asset', fileName: `docs/${path}`, source: content });
    },
  };
};
