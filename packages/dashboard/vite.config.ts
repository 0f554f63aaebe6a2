import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { documentationPlugin } from './documentation/plugin.ts';

const server = process.env['SIGHTGLASS_URL'] ?? 'http://127.0.0.1:4318';

export default defineConfig({
  plugins: [react(), tailwindcss(), documentationPlugin()],
  resolve: { conditions: ['@sightglass/source', 'module', 'browser', 'development|production'] },
  server: { port: 5173, proxy: { '/api': server } },
  // The server's content security policy allows no data: fonts or scripts, so nothing is inlined.
  // The page names its files from the root, before which the server may put a path; they name one another from where they are.
  experimental: { renderBuiltUrl: (_name, { hostType }) => (hostType === 'html' ? undefined : { relative: true }) },
  build: { assetsInlineLimit: 0, reportCompressedSize: true },
});
