import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { specifiersIn } from './specifiers.ts';

const found = (text: string) => {
  const { program, errors } = parseSync('a.ts', text);
  expect(errors).toEqual([]);
  return specifiersIn(program);
};

test.each([
  ["await import('./a.ts')", ['./a.ts']],
  ['await import(`./a.ts`)', ['./a.ts']],
  ["await import('./a' + '.ts')", ['./a.ts']],
  ['await import(`./${name}.ts`)', ['./*.ts']],
  ["const name = './a.ts' as const; await import(name)", ['./a.ts']],
  ["await import(isOld ? './a.ts' : `./b.ts`)", ['./a.ts', './b.ts']],
  ["import a = require('./a.ts')", ['./a.ts']],
  ["createRequire(import.meta.url)('./a.ts')", ['./a.ts']],
  ["module.createRequire(import.meta.url)('./a.ts')", ['./a.ts']],
  ['(createRequire(import.meta.url)(`yaml`) as Yaml).parse', ['yaml']],
  ["const load = createRequire(import.meta.url); load('./a.ts'); load.resolve('b')", ['./a.ts', 'b']],
  ["require('./a.ts')", ['./a.ts']],
  ["import.meta.resolve('./a.ts')", ['./a.ts']],
  ["import.meta.glob('./*.ts')", ['./*.ts']],
  ["process.getBuiltinModule('node:fs')", ['node:fs']],
  ['await import(whatever)', []],
  ["load('./a.ts')", []],
])('%s loads %j', (text, imports) => {
  expect(found(text)).toEqual({ imports, types: [], programs: [] });
});

test.each(["type A = typeof import('./a.ts')", "type A = import('./a.ts').A"])('%s names types', (text) => {
  expect(found(text)).toEqual({ imports: [], types: ['./a.ts'], programs: [] });
});

test.each([
  ["new Worker(new URL('./a.ts', import.meta.url))", ['./a.ts']],
  [
    'fork(fileURLToPath(new URL(`./a.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url)))',
    ['./a.ts', './a.js'],
  ],
  ["const script = isSource ? './a.ts' : './a.js'; new URL(script, import.meta.url)", ['./a.ts', './a.js']],
  ["new Worker(join(import.meta.dirname, '../a.ts'))", ['./../a.ts']],
  ['fork(`${import.meta.dirname}/../a.ts`)', ['./../a.ts']],
  ["fileBeside(import.meta.url, 'crew', 'crew-thread')", ['./crew-thread']],
  ["new URL('./a.ts', address)", []],
])('%s names %j', (text, programs) => {
  expect(found(text)).toEqual({ imports: [], types: [], programs });
});
