import { expect, test } from 'vitest';
import { layerBreaks } from './layer-breaks.ts';

const breaksOf = (path: string, files: readonly string[], modules: readonly string[] = []) =>
  layerBreaks(new Map([[path, { files, modules }]]));

const runs = 'packages/server/src/rooms/runs';

test.each([
  ['the routes of another room', `${runs}/run-view.ts`, 'packages/server/src/rooms/logs/routes-tail.ts'],
  ['the store of another room', `${runs}/room.ts`, 'packages/server/src/rooms/databases/store.ts'],
  [
    'a loop in a drawer of another room',
    `${runs}/a/b/c.ts`,
    'packages/server/src/rooms/databases/sampling/loop-samples.ts',
  ],
  ['the engine by a room', `${runs}/facts.ts`, 'packages/server/src/engine/supervisor.ts'],
  ['the list of rooms by a room', `${runs}/facts.ts`, 'packages/server/src/rooms.ts'],
  ['a room by a foundation', 'packages/server/src/http/app.ts', `${runs}/run-view.ts`],
  ['intake by storage', 'packages/server/src/storage/telemetry/client.ts', 'packages/server/src/intake/accept.ts'],
  [
    'more than its settings of a room by the configuration',
    'packages/server/src/config/schema.ts',
    `${runs}/run-view.ts`,
  ],
  ['the server by the SDK', 'packages/sdk/src/pipeline.ts', 'packages/server/src/server.ts'],
  ['the shapes of REST by the SDK', 'packages/sdk/src/pipeline.ts', 'packages/model/src/rest/index.ts'],
  ['the SDK by model', 'packages/model/src/ids.ts', 'packages/sdk/src/index.ts'],
  ['the server by a command that only asks', 'packages/cli/src/commands/runs.ts', 'packages/server/src/index.ts'],
  ['the server by the dashboard', 'packages/dashboard/src/fetch/client.ts', 'packages/server/src/index.ts'],
  [
    'a page by another page',
    'packages/dashboard/src/pages/run/RunPage.tsx',
    'packages/dashboard/src/pages/logs/LogsPage.tsx',
  ],
  ['a page by words', 'packages/dashboard/src/words/calls-words.ts', 'packages/dashboard/src/pages/logs/LogsPage.tsx'],
  ['the server by an example', 'examples/flights/src/pipeline.ts', 'packages/server/src/index.ts'],
])('%s may not be imported', (_name, path, target) => {
  expect(breaksOf(path, [target])).toEqual([expect.stringContaining(`${path} imports ${target}, which`)]);
});

test('the store of another room may not run in a thread either', () => {
  const [path, store] = [`${runs}/routes.ts`, 'packages/server/src/rooms/databases/store.ts'];
  expect(layerBreaks(new Map([[path, { files: [], programs: [store], modules: [] }]]))).toEqual([
    expect.stringContaining(`${path} imports ${store}, which`),
  ]);
});

test.each([
  ['node:fs', 'packages/model/src/ids.ts'],
  ['fs', 'packages/model/src/ids.ts'],
  ['node:path', 'packages/dashboard/src/app/App.tsx'],
  ['lodash', 'packages/dashboard/src/app/App.tsx'],
])('"%s" may not be imported by %s', (module, path) => {
  expect(breaksOf(path, [], [module])).toHaveLength(1);
});

test.each([
  ['its own routes', `${runs}/room.ts`, `${runs}/routes.ts`],
  ['a pure file of another room', `${runs}/run-view.ts`, 'packages/server/src/rooms/logs/conditions.ts'],
  ['facts of another room', `${runs}/room.ts`, 'packages/server/src/rooms/logs/facts-search.ts'],
  ['a foundation by a room', `${runs}/room.ts`, 'packages/server/src/storage/telemetry/client.ts'],
  ['anything by a test', `${runs}/routes.test.ts`, 'packages/server/src/engine/supervisor.ts'],
])('%s may be imported', (_name, path, target) => {
  expect(breaksOf(path, [target])).toEqual([]);
});

const onlyForTests = 'packages/server/src/engine/_engine.ts';

test.each([
  ['a route', `${runs}/routes.ts`, onlyForTests],
  ['a route, from beside it', `${runs}/routes.ts`, `${runs}/_runs.ts`],
  ['the joining of the server', 'packages/server/src/server.ts', onlyForTests],
  ['a page', 'packages/dashboard/src/app/App.tsx', 'packages/dashboard/src/app/_App.tsx'],
  ['an example', 'examples/flights/src/main.ts', 'examples/flights/src/_world.ts'],
])('%s may not import what only tests use', (_name, path, target) => {
  expect(breaksOf(path, [target])).toEqual([`${path} imports ${target}, which only tests may`]);
});

test.each([
  'packages/sdk/src/run/run.test.ts',
  'packages/sdk/src/run/run.process.test.ts',
  'packages/sdk/src/run/run.bench.ts',
  'packages/sdk/src/run/database.config.ts',
  'packages/sdk/src/run/testing/world.ts',
  'packages/sdk/src/run/testing.ts',
])('%s may be imported by tests and by what only they use, not by what is shipped', (target) => {
  expect(breaksOf('packages/sdk/src/pipeline.ts', [target])).toHaveLength(1);
  for (const path of [
    'packages/sdk/src/a.test.ts',
    'packages/sdk/src/_a.ts',
    'bench/load.ts',
    'test/load.ts',
    'tools/a.ts',
  ])
    expect(breaksOf(path, [target])).toEqual([]);
});

test('a new folder of the server is told to name its layer', () => {
  expect(breaksOf('packages/server/src/alerts/alert.ts', [])).toEqual([
    'packages/server/src/alerts/alert.ts lies in no layer of tools/house/layers.ts',
  ]);
});
