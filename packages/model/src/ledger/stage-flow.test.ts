import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyLedger } from './ledger.ts';
import type { LedgerStage } from './ledger-stage.ts';
import { rollUpLedger } from './run-ledger.ts';
import { connectStages } from './stage-flow.ts';
import { times } from '../../../../test/times.ts';

type Connected = LedgerStage & { upstream: Connected[] };

/** The rule word by word, looking at every pair of stages. */
const connectedByTheRule = (stages: readonly LedgerStage[]): Connected[] => {
  const flow = stages.map((stage): Connected => ({ ...stage, upstream: [] }));
  for (const stage of flow) stage.upstream = readsFrom(stage, flow);
  return flow;
};

const endOf = ({ finishedAtMs = Infinity }: LedgerStage) => finishedAtMs;

const readsFrom = (stage: Connected, flow: readonly Connected[]): Connected[] => {
  const positionOf = (each: Connected) => flow.indexOf(each);
  const earlier = flow.slice(0, positionOf(stage));
  const finished = earlier.filter((each) => endOf(each) <= stage.startedAtMs);
  const named = (name: string): Connected[] => {
    const all = flow.filter((each) => each.name === name && each !== stage);
    const readers = finished.filter(({ upstream }) => upstream.some((input) => input.name === name));
    const read = readers.flatMap(({ upstream }) => upstream.filter((input) => input.name === name));
    const unread = all.filter(
      (each) => positionOf(each) < positionOf(stage) && read.every((other) => positionOf(other) < positionOf(each)),
    );
    const later = all.filter((each) => positionOf(each) > positionOf(stage));
    if (unread.length === 0 && read.length > 0)
      return readers.at(-1)?.upstream.filter((input) => input.name === name) ?? [];
    if (unread.length === 0) return later.filter((each, index) => index === 0 || each.startedAtMs < endOf(stage));
    const lastReader = flow.findLastIndex(({ inputs = [] }) => inputs.includes(name));
    for (const each of later) {
      const isBeside = unread.some((other) => each.startedAtMs < endOf(other));
      if (!(isBeside || positionOf(each) > lastReader) || each.startedAtMs >= endOf(stage)) break;
      unread.push(each);
    }
    return unread;
  };
  const namedAll = (names: readonly string[]) => [...new Set(names)].flatMap(named);
  if (stage.inputs !== undefined) return namedAll(stage.inputs);
  const namesake = earlier.find((candidate) => candidate.name === stage.name);
  if (namesake !== undefined && finished.includes(namesake)) return namedAll(namesake.upstream.map(({ name }) => name));
  const consumed = new Set(finished.flatMap(({ upstream }) => upstream));
  return finished.filter((candidate) => !consumed.has(candidate));
};

const edges = (flow: readonly { stageId: string; upstream: readonly { stageId: string }[] }[]) =>
  flow.map(({ stageId, upstream }) => [stageId, upstream.map((input) => input.stageId)]);

const names = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const anyStage = fc.record({
  name: names,
  startedAtMs: fc.nat(20),
  lastsMs: fc.option(fc.nat(8), { nil: undefined }),
  inputs: fc.option(fc.array(names, { maxLength: 3 }), { nil: undefined, freq: 3 }),
});

it('connects any stages as the rule says', () => {
  fc.assert(
    fc.property(fc.array(anyStage, { maxLength: 25 }), (drawn) => {
      const stages = drawn
        .toSorted((a, b) => a.startedAtMs - b.startedAtMs)
        .map(({ lastsMs, ...stage }, index) => ({
          ...stage,
          stageId: String(index),
          finishedAtMs: lastsMs === undefined ? undefined : stage.startedAtMs + lastsMs,
          rows: emptyLedger,
        }));
      expect(edges(connectStages(stages))).toEqual(edges(connectedByTheRule(stages)));
    }),
    { numRuns: times(500) },
  );
});

it('rolls up a hundred thousand stages, each of its own name', () => {
  const count = 100_000;
  const stages = Array.from({ length: count }, (_, index) => ({
    stageId: String(index),
    name: `file ${index}`,
    startedAtMs: index,
    finishedAtMs: index + 1,
    rows: { ...emptyLedger, read: 7, written: 7 },
  }));
  const { rows, balanced, handoffs } = rollUpLedger(stages);
  expect({ rows, balanced, handoffs: handoffs.length }).toEqual({
    rows: { ...emptyLedger, read: 7, written: 7 },
    balanced: true,
    handoffs: count - 1,
  });
});

it.each<{ name: string; count: number; nameOf: (side: string, index: number) => string; inputs?: readonly string[] }>([
  { name: 'each of its own name', count: 20_000, nameOf: (side, index) => `${side} ${index}` },
  { name: 'all of one name', count: 20_000, nameOf: (side) => side },
  { name: 'declared', count: 2_000, nameOf: (side) => side, inputs: ['extract'] },
])('hands what many stages wrote to many that run side by side as one thing: $name', ({ count, nameOf, inputs }) => {
  const side = (name: string, startedAtMs: number, more: Partial<LedgerStage> = {}) =>
    Array.from({ length: count }, (_, index) => ({
      stageId: `${name} ${index}`,
      name: nameOf(name, index),
      startedAtMs,
      finishedAtMs: startedAtMs + 10 + index,
      rows: { ...emptyLedger, read: 3, written: 3 },
      ...more,
    }));
  const stages = [...side('extract', 0), ...side('load', count + 10, { inputs })];
  const { balanced, handoffs } = rollUpLedger(stages);
  expect(balanced).toBe(true);
  expect(handoffs.map(({ from, to }) => [from.length, to.length])).toEqual([[count, count]]);
  const readers = connectStages(stages).slice(count);
  expect(new Set(readers.map(({ upstream }) => upstream)).size).toBe(1);
});
