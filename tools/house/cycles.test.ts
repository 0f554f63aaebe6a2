import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cyclesIn } from './cycles.ts';

test.each<[string, Record<string, string[]>, string[][]]>([
  ['none in a tree', { a: ['b', 'c'], b: ['c'], c: [] }, []],
  ['a file that imports itself', { a: ['a'] }, [['a']]],
  ['two files', { a: ['b'], b: ['a'] }, [['a', 'b']]],
  ['a way round by a third', { a: ['b'], b: ['c'], c: ['a'], d: ['a'] }, [['a', 'b', 'c']]],
])('finds %s', (_name, graph, cycles) => {
  expect(cyclesIn(new Map(Object.entries(graph)))).toEqual(cycles);
});

const reaches = (graph: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean => {
  const seen = new Set<string>();
  const queue = [...(graph.get(from) ?? [])];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...(graph.get(next) ?? []));
  }
  return false;
};

test('a file is in a cycle exactly when it reaches itself', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const edges = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 12 });
  fc.assert(
    fc.property(edges, (pairs) => {
      const graph = new Map(names.map((name) => [name, pairs.flatMap(([from, to]) => (from === name ? [to] : []))]));
      expect(cyclesIn(graph).flat().sort()).toEqual(names.filter((name) => reaches(graph, name, name)));
    }),
  );
});
