import fc from 'fast-check';
import { expect, test } from 'vitest';
import { times } from '../../../../../../test/times.ts';
import { conclude, nothingKnown, partsToCheck } from './kept-rule.ts';

interface ModelPart {
  readonly table: 'logs';
  readonly name: string;
  readonly segments: readonly number[];
  /** Files were cut off, and nobody was told. */
  readonly isBroken: boolean;
  readonly sources: readonly ModelPart[];
}

/** An engine that writes, merges and forgets, on a disk that is full now and then. */
const createWorld = () => {
  const state = {
    waiting: [] as number[],
    kept: new Set<number>(),
    active: [] as ModelPart[],
    listed: new Set<string>(),
    knowledge: nothingKnown,
    acknowledged: 0,
    names: 0,
  };
  const partOf = (segments: readonly number[], isBroken: boolean, sources: readonly ModelPart[]): ModelPart => ({
    table: 'logs',
    name: `part ${(state.names += 1)}`,
    segments,
    isBroken,
    sources,
  });
  /** What the engine finds once a broken part is out of its way. */
  const behind = (part: ModelPart): ModelPart[] => (part.isBroken ? part.sources.flatMap(behind) : [part]);
  return {
    state,
    accept: () => void state.waiting.push((state.acknowledged += 1)),
    insert(isBroken: boolean) {
      const segment = state.waiting.shift();
      if (segment === undefined) return;
      state.active.push(partOf([segment], isBroken, []));
      state.kept.add(segment);
    },
    merge(isBroken: boolean) {
      const sources = state.active.filter((part) => !part.isBroken).slice(0, 2);
      if (sources.length < 2) return;
      state.active = state.active.filter((part) => !sources.includes(part));
      state.active.push(
        partOf(
          sources.flatMap(({ segments }) => segments),
          isBroken,
          sources,
        ),
      );
    },
    /** Sources stay for minutes, so each merge is looked at before. */
    forgetSources() {
      state.active = state.active.map((part) => (state.listed.has(part.name) ? { ...part, sources: [] } : part));
    },
    look() {
      const keptBefore = [...state.kept];
      const parts = state.active;
      const broken = partsToCheck(state.knowledge, parts).filter(({ isBroken }) => isBroken);
      for (const { name } of parts) state.listed.add(name);
      state.active = state.active.flatMap(behind);
      const stored = new Set(state.active.flatMap(({ segments }) => segments));
      const absent = broken.length === 0 ? [] : keptBefore.filter((segment) => !stored.has(segment));
      for (const segment of absent) state.kept.delete(segment);
      state.waiting.push(...absent);
      const found = { keptBefore, parts, broken, unclear: [], hasUnexplained: false };
      const { knowledge, release } = conclude(found);
      state.knowledge = knowledge;
      for (const segment of release) state.kept.delete(segment);
    },
    restart: () => void (state.knowledge = nothingKnown),
    reachable: () => [
      ...state.waiting,
      ...state.kept,
      ...state.active.flatMap(behind).flatMap(({ segments }) => segments),
    ],
    stored: () => state.active.filter(({ isBroken }) => !isBroken).flatMap(({ segments }) => segments),
  };
};

const step = fc.oneof(
  fc.constant({ kind: 'accept' } as const),
  fc.record({ kind: fc.constantFrom('insert' as const, 'merge' as const), isBroken: fc.boolean() }),
  fc.constantFrom({ kind: 'forgetSources' } as const, { kind: 'look' } as const, { kind: 'restart' } as const),
);

test('whatever the disk does, what was accepted can be had, and in the end is stored once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const world = createWorld();
      const all = () => Array.from({ length: world.state.acknowledged }, (_, index) => index + 1);
      for (const one of steps) {
        if ('isBroken' in one) world[one.kind](one.isBroken);
        else world[one.kind]();
        expect(new Set(world.reachable())).toEqual(new Set(all()));
        expect(world.stored()).toHaveLength(new Set(world.stored()).size);
      }
      for (let round = 0; round <= world.state.acknowledged; round += 1) {
        world.look();
        while (world.state.waiting.length > 0) world.insert(false);
      }
      world.look();
      expect(world.stored().toSorted((a, b) => a - b)).toEqual(all());
      expect([...world.state.kept]).toEqual([]);
    }),
    { numRuns: times(300) },
  );
});

test.each([
  ['a part is broken', { broken: ['b'] }, []],
  ['a part was not looked at to the end', { unclear: ['a'] }, []],
  ['nobody knows yet what a broken part held', { hasUnexplained: true }, []],
  ['all parts are whole', {}, ['segment']],
])(
  'what is kept when %s',
  (
    _name,
    {
      broken = [],
      unclear = [],
      hasUnexplained = false,
    }: { broken?: string[]; unclear?: string[]; hasUnexplained?: boolean },
    expected,
  ) => {
    const named = (names: readonly string[]) => names.map((name) => ({ table: 'logs', name }));
    const look = {
      keptBefore: ['segment'],
      parts: named(['a', 'b']),
      broken: named(broken),
      unclear: named(unclear),
      hasUnexplained,
    };
    expect(conclude(look).release).toEqual(expected);
  },
);
