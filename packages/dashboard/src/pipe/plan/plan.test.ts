import { isExplained } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import type { Stage } from '@sightglass/model/rest';
import { planPipe } from './plan.ts';
import { runOf, stage } from '../testing.ts';

const positions = (stages: readonly Stage[]) =>
  Object.fromEntries(
    planPipe(runOf(stages)).sections.map(({ section, column, lane }) => [section.name, [column, lane]]),
  );

const through = (rows: number) => ({ read: rows, written: rows });

describe('planPipe', () => {
  it.each<[string, Stage[], Record<string, number[]>]>([
    ['no stages', [], {}],
    ['one stage', [stage('copy', 0, through(5))], { copy: [0, 0] }],
    [
      'a line',
      [stage('extract', 0, through(9)), stage('clean', 10, through(9)), stage('load', 20, through(9))],
      { extract: [0, 0], clean: [1, 0], load: [2, 0] },
    ],
    [
      'a fork and a join, the greater part straight on',
      [
        stage('extract', 0, through(9)),
        stage('small', 10, through(2), { inputs: ['extract'] }),
        stage('large', 10, through(7), { inputs: ['extract'] }),
        stage('join', 20, through(9), { inputs: ['small', 'large'] }),
      ],
      { extract: [0, 0], large: [1, 0], small: [1, 1], join: [2, 0] },
    ],
    [
      'stages that count nothing, in order of time',
      [stage('a', 0), stage('b', 10), stage('c', 20)],
      { a: [0, 0], b: [1, 0], c: [2, 0] },
    ],
    [
      'a stage without rows at the end',
      [stage('extract', 0, through(9)), stage('load', 10, through(9)), stage('audit', 20)],
      { extract: [0, 0], load: [1, 0], audit: [2, 0] },
    ],
    [
      'nested stages, told by their parent',
      [stage('load', 0, through(9)), stage('batch', 1, through(4), { parentStageId: 'load@0' })],
      { load: [0, 0] },
    ],
    [
      'stages in a parent that only groups',
      [
        stage('all', 0, {}, { finishedAt: '2026-11-23T02:00:01Z' }),
        stage('extract', 1, through(9), { parentStageId: 'all@0' }),
        stage('load', 20, through(9), { parentStageId: 'all@0' }),
      ],
      { extract: [0, 0], load: [1, 0] },
    ],
  ])('%s', (_, stages, expected) => expect(positions(stages)).toEqual(expected));

  it('folds a stage that repeats for every file into one section with all its rows', () => {
    const files = Array.from({ length: 100 }, (_, file) => [
      stage('extract', file * 20, through(3)),
      stage('load', file * 20 + 10, { read: 3, written: 2, rejected: 1 }, { rejectedByReason: { bad: 1 } }),
    ]).flat();
    const { sections, lanes } = planPipe(runOf(files));
    expect(sections.map(({ section }) => [section.name, section.stageIds.length, section.rows.read])).toEqual([
      ['extract', 100, 300],
      ['load', 100, 300],
    ]);
    expect(sections[1]?.section.rejectedByReason).toEqual({ bad: 100 });
    expect(lanes).toBe(1);
  });

  it('tells rows that vanish inside a stage from rows that vanish on the way into it', () => {
    const { sections } = planPipe(
      runOf([stage('extract', 0, { read: 10, written: 9 }), stage('load', 10, { read: 7, written: 7 })]),
    );
    expect(sections.map(({ gapInside, gapBefore }) => [gapInside.missing, gapBefore.missing])).toEqual([
      [1, 0],
      [0, 2],
    ]);
  });

  it('knows rows between two stages of which one was cut short from rows without a reason', () => {
    const handoff = (state: 'failed' | 'succeeded') =>
      planPipe(runOf([stage('e', 0, through(10)), stage('l', 10, through(7), { state })], { state })).sections.map(
        ({ gapBefore, isCutShortBefore }) => [gapBefore.missing, isCutShortBefore],
      );
    expect(handoff('failed')[1]).toEqual([3, true]);
    expect(handoff('succeeded')[1]).toEqual([3, false]);
  });

  it('speaks of no gaps while rows still move', () => {
    const stages = [stage('e', 0, through(10)), stage('l', 10, through(7), { state: 'running', finishedAt: null })];
    expect(
      planPipe(runOf(stages, { state: 'running' })).sections.every(({ gapBefore }) => isExplained(gapBefore)),
    ).toBe(true);
  });

  it('shares what a fork hands on, and gives all of it to each reader of a fan-out', () => {
    const split = planPipe(
      runOf([
        stage('e', 0, through(10)),
        stage('a', 10, through(4), { inputs: ['e'] }),
        stage('b', 10, through(6), { inputs: ['e'] }),
      ]),
    );
    expect(split.links.map(({ given, taken }) => [given, taken])).toEqual([
      [4, 4],
      [6, 6],
    ]);
    const copy = planPipe(
      runOf([
        stage('e', 0, through(10)),
        stage('a', 10, through(10), { inputs: ['e'] }),
        stage('b', 10, through(10), { inputs: ['e'] }),
      ]),
    );
    expect(copy.links.map(({ given }) => given)).toEqual([10, 10]);
  });

  it('adds what usually comes next while a run is under way, and not after it', () => {
    const usual = {
      sampleSize: 3,
      durationMs: 1,
      rowsRead: 1,
      rowsWritten: 1,
      rejectedShare: 0,
      stages: ['extract', 'load'].map((name) => ({ name, durationMs: 1, rowsRead: 1, rowsWritten: 1 })),
    };
    const stages = [stage('extract', 0, through(4), { state: 'running', finishedAt: null })];
    const running = planPipe(runOf(stages, { usual, state: 'running' }));
    expect(running.sections.map(({ section, column }) => [section.name, section.isExpected, column])).toEqual([
      ['extract', false, 0],
      ['load', true, 1],
    ]);
    expect(planPipe(runOf(stages, { usual, state: 'failed' })).sections).toHaveLength(1);
    const missed = planPipe(runOf([], { usual, state: 'missed' }));
    expect(missed.sections.map(({ section, column }) => [section.name, section.isExpected, column])).toEqual([
      ['extract', true, 0],
      ['load', true, 1],
    ]);
  });

  it('survives parents and handoffs that run in circles', () => {
    const a = stage('a', 0, through(1), { parentStageId: 'b@10' });
    const b = stage('b', 10, through(1), { parentStageId: 'a@0' });
    expect(() => planPipe(runOf([a, b]))).not.toThrow();
    const line = runOf([stage('x', 0, through(1)), stage('y', 10, through(1))]);
    const handoffs = [...line.ledger.handoffs, { from: ['y@10'], to: ['x@0'] }];
    expect(planPipe({ ...line, ledger: { ...line.ledger, handoffs } }).sections).toHaveLength(2);
  });
});
