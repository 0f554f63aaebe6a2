import fc from 'fast-check';
import { addUnexplained, countUnexplained, emptyLedger } from '@sightglass/model';
import type { Stage } from '@sightglass/model/rest';
import { describe, expect, it } from 'vitest';
import { planPipe, type PipePlan } from './plan.ts';
import { runOf, stage } from '../testing.ts';

const through = (rows: number) => ({ read: rows, written: rows });
const namesOf = ({ sections }: PipePlan) =>
  sections.toSorted((a, b) => a.column - b.column || a.lane - b.lane).map(({ section }) => section.name);

/** A line of stages of different names. */
const line = (count: number, change: (stage: Stage, index: number) => Stage = (same) => same): Stage[] =>
  Array.from({ length: count }, (_, index) => change(stage(`s${index}`, index * 10, through(100)), index));

describe('a long pipe', () => {
  it('shows its first and last sections, and one break for all between', () =>
    expect(namesOf(planPipe(runOf(line(5000))))).toEqual(['s0', 's1', 's2', '4,995 more', 's4998', 's4999']));

  it('shows the worst between two breaks', () => {
    const stages = line(5000, (each, index) => (index === 2000 ? { ...each, state: 'failed' } : each));
    expect(namesOf(planPipe(runOf(stages)))).toEqual([
      's0',
      's1',
      's2',
      '1,997 more',
      's2000',
      '2,997 more',
      's4998',
      's4999',
    ]);
  });

  it('shows what is asked for', () => {
    const wanted = new Set(['s7@70', 's8@80']);
    expect(namesOf(planPipe(runOf(line(100)), wanted))).toEqual([
      's0',
      's1',
      's2',
      '4 more',
      's7',
      's8',
      '89 more',
      's98',
      's99',
    ]);
  });

  it('puts stages that work side by side behind one break in their column', () => {
    const parts = Array.from({ length: 3000 }, (_, index) =>
      stage(`part-${index}`, 10, through(index === 0 ? 10 : 2), { inputs: ['extract'] }),
    );
    const plan = planPipe(runOf([stage('extract', 0, through(6008)), ...parts]));
    expect(plan.columns).toBe(2);
    expect(namesOf(plan).filter((name) => name.endsWith('more'))).toEqual(['2,996 more']);
  });

  it('is one piece of glass where the same stage comes again and again', () => {
    const inLoop = Array.from({ length: 5000 }, (_, index) => stage('day', index * 10));
    expect(planPipe(runOf(inLoop)).sections.map(({ section }) => section.stageIds.length)).toEqual([5000]);
    const atOnce = Array.from({ length: 5000 }, () => stage('file', 10)).map((each, index) => ({
      ...each,
      stageId: `file ${index}`,
    }));
    const { sections, columns } = planPipe(runOf([stage('list', 0), ...atOnce]));
    expect([columns, sections.length]).toEqual([2, 2]);
  });

  it('keeps every row: what enters the pipe is what leaves it, breaks included', () => {
    const rows = fc.record({ written: fc.nat(50), rejected: fc.nat(5), filtered: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(rows, { minLength: 41, maxLength: 120 }), (ledgers) => {
        const stages = ledgers.map((ledger, index) =>
          stage(`s${index}`, index * 10, { ...ledger, read: ledger.written + ledger.rejected + ledger.filtered + 1 }),
        );
        const run = runOf(stages);
        const { sections } = planPipe(run);
        for (const { section, gapInside } of sections) {
          const { read, written, rejected, filtered } = section.rows;
          expect(read).toBe(written + rejected + filtered + gapInside.missing - gapInside.extra);
        }
        const sum = (of: (planned: (typeof sections)[number]) => number) =>
          sections.reduce((total, planned) => total + of(planned), 0);
        const gaps = run.ledger.gaps.reduce((total, { difference }) => total + Math.abs(difference), 0);
        expect(sum(({ gapInside, gapBefore }) => countUnexplained(addUnexplained(gapInside, gapBefore)))).toBe(gaps);
        expect(sum(({ section }) => section.stageIds.length)).toBe(stages.length);
      }),
      { numRuns: 50 },
    );
  });
});

it('reads its stages without a step for each pair of them', () => {
  let compared = 0;
  const counted = (each: Stage): Stage =>
    new Proxy(each, {
      get: (target, key) => {
        compared += 1;
        return Reflect.get(target, key) as unknown;
      },
    });
  const stages = Array.from({ length: 2000 }, (_, index) =>
    counted(
      stage(
        `s${index}`,
        index,
        { ...emptyLedger, ...through(index % 2) },
        { parentStageId: index > 1500 ? 's0@0' : null },
      ),
    ),
  );
  const run = { ...runOf([]), stages };
  planPipe(run);
  expect(compared).toBeLessThan(stages.length * 100);
});

it('holds what many stages hand to many others without a link for each pair of them', () => {
  const side = (name: string, atMs: number) =>
    Array.from({ length: 5_000 }, (_, index) => stage(`${name} ${index}`, atMs, through(3)));
  const { sections, links } = planPipe(runOf([...side('extract', 0), ...side('load', 10)]));
  expect(sections.length).toBeLessThan(50);
  expect(links.length).toBeLessThan(1_000);
  const rows = (column: number) =>
    sections.filter((planned) => planned.column === column).reduce((sum, { section }) => sum + section.rows.read, 0);
  expect([rows(0), rows(1)]).toEqual([15_000, 15_000]);
});
