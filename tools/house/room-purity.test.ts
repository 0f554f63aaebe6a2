import { expect, test } from 'vitest';
import type { ResolvedImports } from './import-graph.ts';
import { impureDoors } from './room-purity.ts';

const server = 'packages/server/src';
const importer = `${server}/rooms/pipelines/due-runs.ts`;
const door = `${server}/rooms/logs/tail/tail.ts`;
const beside = `${server}/rooms/logs/tail/buffer.ts`;

/** What is refused where a room imports `door` of another one, which uses this when it runs. */
const refused = (uses: Partial<ResolvedImports>, besides: Partial<ResolvedImports> = {}, path = door): string[] => {
  const nothing = { files: [], modules: [] };
  const values = new Map<string, ResolvedImports>([
    [importer, { files: [path], modules: [] }],
    [path, { ...nothing, ...uses }],
    [beside, { ...nothing, ...besides }],
  ]);
  return impureDoors(values, values);
};

test.each<[string, Partial<ResolvedImports>, string]>([
  ['a file system', { modules: ['node:fs'] }, '"node:fs"'],
  ['threads', { modules: ['node:worker_threads'] }, '"node:worker_threads"'],
  ['a driver', { modules: ['pg'] }, '"pg"'],
  ['a program of a thread', { programs: [`${server}/rooms/logs/tail/tail-thread.ts`] }, 'tail-thread.ts'],
  ['storage', { files: [`${server}/storage/state/memory.ts`] }, 'memory.ts'],
  ['the spool', { files: [`${server}/spool/spool.ts`] }, 'spool.ts'],
  ['the HTTP server', { files: [`${server}/http/app.ts`] }, 'app.ts'],
  ['probes', { files: ['packages/probes/src/index.ts'] }, 'packages/probes/src/index.ts'],
  ['the store of its room', { files: [`${server}/rooms/logs/store.ts`] }, 'store.ts'],
  ['a session of its room', { files: [`${server}/rooms/logs/sessions/open.ts`] }, 'open.ts'],
  ['the loop of a third room', { files: [`${server}/rooms/runs/loop-a.ts`] }, 'loop-a.ts'],
])('what uses %s may not be imported by another room', (_name, uses, named) => {
  expect(refused(uses)).toEqual([
    expect.stringMatching(`^${door}, which ${importer} may not import: it uses .*${named}`),
  ]);
  expect(refused({ files: [beside] }, uses)).toEqual([expect.stringContaining(`it uses ${beside}, which uses `)]);
});

test.each<[string, Partial<ResolvedImports>]>([
  ['nothing', {}],
  ['words and shapes', { files: ['packages/model/src/index.ts'], modules: ['zod'] }],
  ['what inspects values', { modules: ['node:util', 'node:util/types'] }],
  ['facts of its room', { files: [`${server}/rooms/logs/facts-search.ts`] }],
  ['a cursor of a page', { files: [`${server}/http/cursor.ts`] }],
  ['an error of a request', { files: [`${server}/http/errors.ts`] }],
  ['itself by way of others', { files: [beside] }],
])('what uses %s may be imported by another room', (_name, uses) => {
  expect(refused(uses, { files: [door] })).toEqual([]);
});

test('facts may use the storage of telemetry, and nothing else that is not pure', () => {
  const facts = `${server}/rooms/logs/facts-search.ts`;
  expect(refused({ files: [`${server}/storage/telemetry/time-sql.ts`] }, {}, facts)).toEqual([]);
  expect(refused({ files: [`${server}/storage/state/memory.ts`] }, {}, facts)).toHaveLength(1);
  expect(refused({ modules: ['node:fs'] }, {}, facts)).toHaveLength(1);
  expect(refused({ files: [beside] }, { files: [`${server}/storage/telemetry/time-sql.ts`] }, facts)).toHaveLength(1);
});

test('settings are pure, too', () => {
  expect(refused({ modules: ['node:fs'] }, {}, `${server}/rooms/logs/config.ts`)).toHaveLength(1);
});

test('the clock needs no import', () => {
  const values = new Map([[importer, { files: [door], modules: [] }]]);
  expect(impureDoors(values, values, new Map([[door, ['Date.now()']]]))).toEqual([
    `${door}, which ${importer} may not import: it uses Date.now()`,
  ]);
});

test('what only tests use may import what it likes', () => {
  const all = new Map([[`${server}/rooms/runs/_runs.ts`, { files: [door], modules: [] }]]);
  expect(impureDoors(all, new Map([[door, { files: [], modules: ['node:fs'] }]]))).toEqual([]);
});

test('only types are no use, but a file that is not pure may not give types to another room either', () => {
  const nothing = { files: [], modules: [] };
  const all = new Map([[importer, { files: [door], modules: [] }]]);
  expect(impureDoors(all, new Map([[door, nothing]]))).toEqual([]);
  expect(impureDoors(all, new Map([[door, { files: [], modules: ['node:fs'] }]]))).toHaveLength(1);
});

test('a room may import its own files', () => {
  const own = new Map([
    [`${server}/rooms/logs/routes.ts`, { files: [door], modules: [] }],
    [door, { files: [], modules: ['node:fs'] }],
  ]);
  expect(impureDoors(own, own)).toEqual([]);
});
