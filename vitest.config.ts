import { defineConfig, type UserWorkspaceConfig } from 'vitest/config';
import { temporaryFoldersInMemory } from './test/setup/in-memory.ts';
import { LongestFirst } from './test/setup/longest-first.ts';

temporaryFoldersInMemory();

const source = ['@sightglass/source'];
const folders = '{packages/*/src,examples,test,tools}';
const before = ['test/setup/templates.ts', 'test/setup/shared-folder.ts'];
/** Of tests that start programs. */
const withBundles = { globalSetup: [...before, 'test/setup/programs.ts'] };
const ofKind = (kind: string): string => `${folders}/**/*.${kind}.test.ts`;

/** The name of a file says of which kind its tests are; docs/testing.md says which to write. */
const projects: readonly UserWorkspaceConfig['test'][] = [
  {
    name: 'unit',
    include: [`${folders}/**/*.test.ts`],
    exclude: [...['engine', 'process', 'system'].map(ofKind), '**/node_modules/**', '**/dist/**'],
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
  },
  // A test waits while its engine works.
  { name: 'engine', include: [ofKind('engine')], pool: 'forks', isolate: false, maxWorkers: 3 },
  // They wait more than they work. Their limit is one for the busiest of machines: what is waited for within a test has its own, and names it.
  {
    name: 'process',
    ...withBundles,
    include: [ofKind('process')],
    pool: 'forks',
    isolate: false,
    maxWorkers: 6,
    testTimeout: 400_000,
    hookTimeout: 600_000,
  },
  { name: 'system', ...withBundles, include: [ofKind('system')], pool: 'forks', isolate: true, maxWorkers: 2 },
];

export default defineConfig({
  test: {
    reporters: ['default', './test/setup/slowest-files.ts'],
    sequence: { sequencer: LongestFirst },
    projects: projects.map((kind, groupOrder) => ({
      resolve: { conditions: source },
      ssr: { resolve: { conditions: source, externalConditions: source } },
      test: {
        testTimeout: 120_000,
        hookTimeout: 300_000,
        globalSetup: before,
        ...kind,
        sequence: { groupOrder },
        execArgv: ['--conditions=@sightglass/source'],
        setupFiles: ['test/setup/each-file.ts'],
        // A look at a server or an engine costs more than one at a variable.
        expect: { poll: { timeout: 60_000, interval: kind?.name === 'unit' ? 50 : 250 } },
      },
    })),
  },
});
