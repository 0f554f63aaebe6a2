import { describe, expect, it } from 'vitest';
import { atMs, bad, beginNight, fromWarehouse, look, minuteMs, unknown, warehouse, well } from './_night.ts';
import { act } from './act.ts';
import { decide } from './decide.ts';
import type { Look } from './look.ts';
import { writtenSentence } from '../words/sentence.ts';
import { defaultSettings } from './settings.ts';
import { emptyWorld, isUnchanged } from './world.ts';

const day = 24 * 60 * minuteMs;

describe('an incident of one pipeline', () => {
  it('opens when a run fails, waits before it is told, and ends with the next good run', () => {
    const night = beginNight();
    night.tick([look('orders', [bad('failed')])]);
    expect(night.open).toMatchObject([{ no: 1, title: 'orders failed at load', severity: 'P2', toldAtMs: null }]);
    expect(night.told).toEqual([]);
    night.after(30_000);
    expect(night.kinds()).toEqual(['opened 1']);
    night.after(minuteMs, [look('orders', [well('failed')])]);
    expect(night.kinds()).toEqual(['opened 1', 'resolved 1']);
    expect(night.world.incidents).toMatchObject([{ state: 'resolved', resolvedBy: null }]);
    expect(night.world.timers).toEqual([]);
  });

  it('tells nobody of what was over before anybody was told', () => {
    const night = beginNight();
    night.tick([look('orders', [bad('failed')])]);
    const { events } = night.after(20_000, [look('orders', [well('failed')])]);
    night.after(minuteMs);
    expect(night.told).toEqual([]);
    expect(events.at(-1)?.sentence).toEqual(['Over after 20 s; nobody had been notified.']);
  });

  it('takes in what else is found about the same, as one spell of trouble', () => {
    const night = beginNight();
    night.tick([look('orders', [bad('failed')])]);
    night.after(minuteMs, [look('orders', [bad('failed'), bad('late', { words: 'is late' })])]);
    expect(night.open).toHaveLength(1);
    night.after(minuteMs, [look('orders', [well('failed')])]);
    expect(night.open).toHaveLength(1);
    night.after(minuteMs, [look('orders', [well('late')])]);
    expect(night.open).toEqual([]);
    expect(night.kinds()).toEqual(['opened 1', 'resolved 1']);
  });

  it('counts the runs that show the same, and stays one', () => {
    const night = beginNight();
    for (let run = 0; run < 10; run += 1)
      night.after(30 * minuteMs, [
        look('orders', [bad('check-failed', { runId: `run-${run}`, harm: 'wrong-data', sinceMs: night.nowMs })]),
      ]);
    expect(night.world.alerts).toMatchObject([{ count: 10, state: 'firing' }]);
    expect(night.kinds().filter((kind) => !kind.startsWith('reminder'))).toEqual(['opened 1']);
  });

  it('is reopened when it comes back within half an hour, and is new afterwards', () => {
    const night = beginNight();
    night.tick([look('orders', [bad('failed')])]);
    night.after(minuteMs);
    night.after(minuteMs, [look('orders', [well('failed')])]);
    night.after(10 * minuteMs, [look('orders', [bad('failed')])]);
    expect(night.open).toMatchObject([{ no: 1 }]);
    night.after(minuteMs);
    night.after(minuteMs, [look('orders', [well('failed')])]);
    expect(night.kinds()).toEqual(['opened 1', 'resolved 1', 'reopened 1', 'resolved 1']);
    night.after(3 * 60 * minuteMs, [look('orders', [bad('failed')])]);
    expect(night.open).toMatchObject([{ no: 2, againOf: 1, times: 2 }]);
    night.after(minuteMs, [look('orders', [well('failed')])]);
    night.after(8 * day, [look('orders', [bad('failed')])]);
    expect(night.open).toMatchObject([{ no: 3, againOf: null, times: 1 }]);
  });

  it('stays as it is while it cannot be judged', () => {
    const night = beginNight();
    night.tick([look('orders', [bad('failed')])]);
    night.after(minuteMs, [look('orders', [unknown('failed')])]);
    expect(night.world.alerts).toMatchObject([{ state: 'firing', notJudgedSinceMs: night.nowMs }]);
    const since = night.nowMs;
    night.after(minuteMs, [look('orders', [unknown('failed')])]);
    expect(night.world.alerts).toMatchObject([{ state: 'firing', notJudgedSinceMs: since }]);
    night.after(minuteMs, [look('orders', [bad('failed')])]);
    expect(night.world.alerts).toMatchObject([{ notJudgedSinceMs: null }]);
    expect(night.open).toHaveLength(1);
  });

  it('is reminded of until somebody has seen it', () => {
    const night = beginNight();
    night.tick([look('orders', [bad('failed')], 'critical')]);
    night.after(15_000);
    night.after(60 * minuteMs);
    expect(night.kinds()).toEqual(['opened 1', 'reminder 1']);
    const seen = act(night.world, { no: 1, by: 'Ada', act: { kind: 'acknowledge' } }, night.nowMs);
    if ('refused' in seen) throw new Error(seen.refused);
    night.set(seen.world);
    night.after(3 * 60 * minuteMs);
    expect(night.kinds()).toEqual(['opened 1', 'reminder 1']);
  });

  it('tells once that it comes and goes, and once how it ended', () => {
    const night = beginNight();
    for (let turn = 0; turn < 12; turn += 1)
      night.after(5 * minuteMs, [
        look('orders', [turn % 2 === 0 ? bad('failed', { sinceMs: night.nowMs }) : well('failed')]),
      ]);
    night.after(10 * minuteMs, [look('orders', [well('failed')])]);
    expect(night.open).toHaveLength(1);
    night.after(25 * minuteMs, [look('orders', [well('failed')])]);
    const kinds = night.kinds().map((kind) => kind.split(' ')[0]);
    expect(kinds.filter((kind) => kind === 'flapping')).toEqual(['flapping']);
    expect(kinds.slice(kinds.indexOf('flapping'))).toEqual(['flapping', 'resolved']);
    expect(night.open).toEqual([]);
  });
});

describe('a cause', () => {
  const storm = Array.from({ length: 200 }, (_, at) => look(`p${at}`, [bad('failed', { causes: fromWarehouse })]));
  const down = look(warehouse, [bad('database-down', { harm: 'down', words: 'is down', runId: null })]);

  it('is one incident with all that fails for it, also when it shows later', () => {
    const night = beginNight();
    night.tick(storm.slice(0, 50));
    night.after(10_000, [...storm, down]);
    expect(night.open).toMatchObject([
      { title: 'warehouse is down; 200 pipelines with it', severity: 'P1', pipelines: { length: 200 } },
    ]);
    night.after(20_000);
    expect(night.told.map(({ kind }) => kind)).toEqual(['opened']);
    night.after(minuteMs, [look(warehouse, [well('database-down')])]);
    night.after(2 * minuteMs, [
      look(warehouse, [well('database-down')]),
      ...storm.map(({ subject }) => look(subject, [well('failed')])),
    ]);
    expect(night.open).toEqual([]);
    expect(night.told.map(({ kind }) => kind)).toEqual(['opened', 'resolved']);
  });

  it('tells who knew of what it took in, and them of its end', () => {
    const night = beginNight();
    night.tick([storm[0]!]);
    night.after(minuteMs);
    night.after(minuteMs, [storm[0]!, down]);
    night.after(minuteMs);
    night.after(minuteMs, [look(warehouse, [well('database-down')]), look('p0', [well('failed')])]);
    night.after(2 * minuteMs, [look(warehouse, [well('database-down')])]);
    expect(night.kinds()).toEqual(['opened 1', 'joined 1', 'opened 2', 'resolved 2']);
  });

  it('that nothing watches is inferred from three pipelines', () => {
    const causes = [{ key: 'db1:5432 refused', subject: null }];
    const night = beginNight();
    night.tick(['a', 'b'].map((name) => look(name, [bad('failed', { causes })])));
    expect(night.open).toHaveLength(2);
    night.after(minuteMs, [
      look('c', [bad('failed', { causes, sinceMs: night.nowMs })]),
      look('broken', [bad('check-failed', { harm: 'wrong-data' })]),
    ]);
    expect(night.open.map(({ title }) => title).toSorted()).toEqual([
      'broken failed at load',
      'db1:5432 refused (not watched): 3 pipelines in trouble',
    ]);
    night.after(
      minuteMs,
      ['a', 'b', 'c'].map((name) => look(name, [well('failed')])),
    );
    expect(night.open.map(({ root }) => root.name)).toEqual(['broken']);
  });

  it('does not take in what fails for another reason', () => {
    const night = beginNight();
    night.tick([down, storm[0]!, look('orders', [bad('check-failed', { harm: 'wrong-data' })])]);
    expect(night.open.map(({ root }) => root.name).toSorted()).toEqual(['orders', 'warehouse']);
  });
});

describe('what is closed by hand', () => {
  it('stays closed until it has really ended once, and its end is told once', () => {
    const night = beginNight();
    night.tick([look('orders', [bad('failed')])]);
    night.after(minuteMs);
    const closed = act(night.world, { no: 1, by: 'Ada', act: { kind: 'resolve', why: 'known' } }, night.nowMs);
    if ('refused' in closed) throw new Error(closed.refused);
    expect(closed.changes.notifications).toMatchObject([
      { kind: 'resolved', reason: 'Ada closed it, and it is still in trouble' },
    ]);
    night.set(closed.world);
    night.after(minuteMs, [look('orders', [bad('failed', { runId: 'run-2' })])]);
    expect(night.open).toEqual([]);
    night.after(minuteMs, [look('orders', [well('failed')])]);
    expect(night.world.incidents).toMatchObject([{ resolvedBy: 'Ada', endedAtMs: night.nowMs }]);
    night.after(minuteMs, [look('orders', [bad('failed', { runId: 'run-3' })])]);
    expect(night.open).toMatchObject([{ no: 1 }]);
    expect(night.kinds()).toEqual(['opened 1']);
  });

  it('is refused to whoever saw it before another changed it', () => {
    const night = beginNight();
    night.tick([look('orders', [bad('failed')])]);
    const version = night.open[0]?.version;
    const first = act(night.world, { no: 1, by: 'Ada', act: { kind: 'take' }, version }, night.nowMs);
    if ('refused' in first) throw new Error(first.refused);
    expect(act(first.world, { no: 1, by: 'Bob', act: { kind: 'take' }, version }, night.nowMs)).toMatchObject({
      refused: 'changed',
      incident: { owner: 'Ada' },
    });
  });
});

describe('severity', () => {
  it('rises when a deadline comes near, is told, and never falls by itself', () => {
    const night = beginNight();
    const neededAtMs = night.nowMs + 90 * minuteMs;
    const failed = look('orders', [bad('failed', { neededAtMs })], 'high');
    night.tick([failed]);
    night.after(minuteMs);
    expect(night.open).toMatchObject([{ severity: 'P2' }]);
    night.after(40 * minuteMs);
    expect(night.open).toMatchObject([{ severity: 'P1' }]);
    night.after(minuteMs, [look('orders', [bad('failed', { neededAtMs: neededAtMs + day })], 'high')]);
    expect(night.open).toMatchObject([{ severity: 'P1' }]);
    expect(night.kinds()).toEqual(['opened 1', 'raised 1']);
  });

  it.each<readonly [what: string, looked: Look, why: RegExp]>([
    [
      'no data',
      look('orders', [bad('failed')], 'low'),
      /^P3 because orders is of low criticality and has had no usable/,
    ],
    [
      'doubt',
      look('orders', [bad('empty', { harm: 'doubt', words: 'brought no new data' })]),
      /^P3 because orders may/,
    ],
    [
      'a system',
      look(warehouse, [bad('database-down', { harm: 'down', words: 'is down' })]),
      /^P3 because warehouse is down, and no pipel/,
    ],
    [
      'a threat',
      look(warehouse, [bad('certificate', { harm: 'threat' })]),
      /^P3 because no data is missing or wrong yet/,
    ],
  ])('of the least: says no more than is known of %s', (_what, looked, why) => {
    const night = beginNight();
    night.tick([looked]);
    expect(
      night.open.map(({ severity, severityWhy }) => [severity, writtenSentence(severityWhy, atMs).sentence]),
    ).toEqual([['P3', expect.stringMatching(why)]]);
  });

  it('says of a time that has passed that data was due', () => {
    const night = beginNight();
    night.tick([look('orders', [bad('late', { neededAtMs: atMs - minuteMs })], 'high')]);
    expect(night.open.map(({ severityWhy }) => severityWhy)).toEqual([expect.arrayContaining([', and was due by '])]);
  });
});

describe('time', () => {
  it('that goes back changes nothing', () => {
    const night = beginNight();
    night.tick([look('orders', [bad('failed')])]);
    const before = night.world;
    expect(isUnchanged(night.after(-5 * minuteMs, [look('orders', [well('failed')])]))).toBe(true);
    expect(night.world).toBe(before);
  });

  it('in which nothing can be read counts, though what is sent meanwhile only waits', () => {
    const sightglass = { kind: 'sightglass', namespace: '', name: 'pipelines', part: '' } as const;
    const blind = look(sightglass, [bad('not-judged', { sinceMs: atMs, harm: 'blind', runId: null })]);
    const moment = { nowMs: atMs + 4 * minuteMs, heardUntilMs: atMs, gaps: [] };
    const { world } = decide(emptyWorld, [blind], defaultSettings, moment);
    expect(world.incidents).toMatchObject([{ state: 'open', severity: 'P1' }]);
  });

  it('makes up for what was due while nothing ran, once', () => {
    const night = beginNight(defaultSettings);
    night.tick([look('orders', [bad('failed')], 'critical')]);
    night.after(9 * 60 * minuteMs);
    night.tick();
    expect(night.kinds()).toEqual(['opened 1']);
  });
});
