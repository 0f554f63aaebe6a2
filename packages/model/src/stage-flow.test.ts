import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyLedger } from './ledger.ts';
import type { LedgerStage } from './ledger-stage.ts';
import { rollUpLedger } from './run-ledger.ts';
import { connectStages } from './stage-flow.ts';

type Connected = LedgerStage & { upstream: Connected[] };

/** The rule word by word, looking at every pair of stages. */
const connectedByTheRule = (stages: readonly LedgerStage[]): Connected[] => {
  const flow = stages.map((stage): Connected => ({ ...stage, upstream: [] }));
  flow.forEach((stage, index) => (stage.upstream = readsFrom(stage, flow.slice(0, index), flow.slice(index + 1))));
  return flow;
};

const readsFrom = (stage: Connected, earlier: readonly Connected[], later: readonly Connected[]): Connected[] => {
  const wasFinished = ({ finishedAtMs = Infinity }: LedgerStage) => finishedAtMs <= stage.startedAtMs;
  const named = (name: string) =>
    earlier.findLast((candidate) => candidate.name === name) ?? later.find((candidate) => candidate.name === name);
  if (stage.inputs !== undefined) return stage.inputs.flatMap((name) => named(name) ?? []);
  const namesake = earlier.find((candidate) => candidate.name === stage.name);
  if (namesake !== undefined && wasFinished(namesake))
    return namesake.upstream.flatMap(({ name }) => named(name) ?? []);
  const finished = earlier.filter(wasFinished);
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
    { numRuns: 2_000 },
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
