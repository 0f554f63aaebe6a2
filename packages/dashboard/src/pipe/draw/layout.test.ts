import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stage } from '@sightglass/model/rest';
import { layPipe } from './layout.ts';
import { planPipe } from '../plan/plan.ts';
import { runOf, stage } from '../testing.ts';

const lay = (stages: readonly Stage[], width = 1360) => layPipe(planPipe(runOf(stages)), width);

const line = (count: number, rows: number): Stage[] =>
  Array.from({ length: count }, (_, index) => stage(`s${index}`, index * 10, { read: rows, written: rows }));

describe('layPipe', () => {
  it.each([1, 3, 8])('%d stages fill the width exactly', (count) =>
    expect(lay(line(count, 100)).width).toBeCloseTo(1360),
  );

  it('keeps a least size for 30 stages and lets the picture be scrolled', () => {
    const layout = lay(line(30, 100));
    expect(layout.width).toBeGreaterThan(1360);
    expect(layout.measure.sectionLength).toBe(96);
  });

  it('flows down on a phone, and right when stages run side by side', () => {
    expect(lay(line(3, 100), 358).measure.direction).toBe('down');
    const fork = [
      stage('e', 0, { read: 2, written: 2 }),
      stage('a', 10, { read: 1, written: 1 }, { inputs: ['e'] }),
      stage('b', 10, { read: 1, written: 1 }, { inputs: ['e'] }),
    ];
    expect(lay(fork, 358).measure.direction).toBe('right');
  });

  it('is thick in proportion to rows', () => {
    const [first, second] = lay([
      stage('e', 0, { read: 100, written: 25, filtered: 75 }),
      stage('l', 10, { read: 25, written: 25 }),
    ]).sections;
    expect(first?.inlet).toBeCloseTo(64);
    expect(second?.inlet).toBeCloseTo(16);
  });

  it('keeps 3 rows of 10,000,000 visible, with their exact count', () => {
    const [section] = lay([stage('clean', 0, { read: 10_000_000, written: 9_999_997, rejected: 3 })]).sections;
    expect(section?.leaks.map(({ kind, rows }) => [kind, rows])).toEqual([['rejected', 3]]);
    expect((section?.inlet ?? 0) - (section?.outlet ?? 0)).toBeCloseTo(2);
  });

  it('draws empty glass for a stage without rows', () => {
    const [section] = lay([stage('idle', 0)]).sections;
    expect(section).toMatchObject({ liquid: [], inlet: 0, outlet: 0, leaks: [] });
    expect(section?.glass).toHaveLength(2);
  });

  it('tears the glass where rows vanish, and not where the run was only cut short', () => {
    const [torn] = lay([stage('post', 0, { read: 10, written: 7 })]).sections;
    expect(torn?.tear).toMatchObject({ open: [{ rows: 3, word: 'missing' }], isCutShort: false });
    expect(torn?.liquid).toHaveLength(2);
    const [cut] = lay([stage('post', 0, { read: 10, written: 7 }, { state: 'failed' })]).sections;
    expect(cut?.tear).toMatchObject({ open: [{ rows: 3, word: 'not processed' }], isCutShort: true });
    expect(cut?.cap).not.toBeNull();
  });

  it('tears the joint where rows vanish between two stages, once for all readers', () => {
    const stages = [
      stage('e', 0, { read: 10, written: 10 }),
      stage('a', 10, { read: 4, written: 4 }, { inputs: ['e'] }),
      stage('b', 10, { read: 3, written: 3 }, { inputs: ['e'] }),
    ];
    expect(
      lay(stages)
        .joints.flatMap(({ tear }) => tear ?? [])
        .flatMap(({ open }) => open.map(({ rows }) => rows)),
    ).toEqual([3]);
  });

  it('puts the same kind of leak of a lane on one line', () => {
    const { sections } = lay([
      stage('a', 0, { read: 100, written: 80, rejected: 10, filtered: 10 }),
      stage('b', 10, { read: 80, written: 70, filtered: 10 }),
    ]);
    const filtered = sections.map(({ leaks }) => leaks.find(({ kind }) => kind === 'filtered')?.label.y);
    expect(filtered[0]).toBe(filtered[1]);
  });

  it('gives whole numbers on the picture for any ledger', () => {
    const count = fc.nat(10_000_000);
    const rows = fc.record({
      read: count,
      written: count,
      rejected: count,
      filtered: count,
      deduplicated: count,
      unmatched: count,
    });
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 12 }), fc.integer({ min: 320, max: 3000 }), (ledgers, width) => {
        const layout = lay(
          ledgers.map((ledger, index) => stage(`s${index}`, index * 10, ledger)),
          width,
        );
        const drawn = JSON.stringify([
          layout.sections.map((shape) => ({ ...shape, planned: 'left out' })),
          layout.joints,
        ]);
        expect(drawn).not.toMatch(/NaN|null,null|Infinity/u);
        expect(layout.width).toBeGreaterThanOrEqual(0);
        expect(layout.height).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });
});
