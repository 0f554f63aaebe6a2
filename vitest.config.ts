import { defineConfig } from 'vitest/config';

const source = ['@sightglass/source'];

export default defineConfig({
  resolve: { conditions: source },
  ssr: { resolve: { conditions: source, externalConditions: source } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'examples/**/*.test.ts',
      'test/**/*.test.ts',
      'docs/**/*.test.ts',
      'tools/**/*.test.ts',
    ],
    execArgv: ['--conditions=@sightglass/source'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    globalSetup: ['test/setup/state-template.ts', 'test/setup/shared-folder.ts'],
    setupFiles: ['test/setup/each-file.ts'],
    pool: 'forks',
    maxWorkers: 2,
  },
});
