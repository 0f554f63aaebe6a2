import { describe, expect, it } from 'vitest';
import { bad, beginNight, look, minuteMs, well } from './_night.ts';
import type { Look } from './look.ts';
import { type Rule, type RuleScope, withDefaults } from './rule.ts';
import { defaultSettings } from './settings.ts';

const rule = (given: Partial<Rule>): Rule => ({ id: 'own', what: 'failed', forMs: 0, keepFiringForMs: 0, ...given });
const nightBy = (...own: Rule[]) => beginNight({ ...defaultSettings, rules: withDefaults(own) });
const failed = (name = 'orders', runId = 'run-1'): Look => ({
  ...look(name, [bad('failed', { runId })]),
  owner: 'sales',
});

describe('a rule of ones own', () => {
  it('decides where it fits, and the built-in one everywhere else', () => {
    const night = nightBy(rule({ where: { name: ['ord*'] }, forMs: 10 * minuteMs }));
    night.tick([failed(), failed('stock')]);
    expect(night.open.map(({ root }) => root.name)).toEqual(['stock']);
    night.after(10 * minuteMs, [failed()]);
    expect(night.open.map(({ root }) => root.name)).toEqual(['stock', 'orders']);
  });

  it.each<[where: RuleScope, fits: boolean]>([
    [{ namespace: ['bank', 'sh*'] }, true],
    [{ namespace: ['bank'] }, false],
    [{ owner: ['sales'] }, true],
    [{ owner: ['sale'] }, false],
    [{ criticality: ['high'] }, false],
    [{ name: ['*'], owner: ['s*s'] }, true],
    [{ name: ['orders'], owner: ['finance'] }, false],
  ])('%j: %s', (where, fits) => {
    const night = nightBy(rule({ where, isMuted: true }));
    night.tick([failed()]);
    expect(night.open).toHaveLength(fits ? 0 : 1);
  });

  it('that wants several runs in a row fires with the last of them, and not when a better one is between', () => {
    const night = nightBy(rule({ runs: 2 }));
    night.tick([failed('orders', 'run-1')]);
    night.after(minuteMs, [failed('orders', 'run-1')]);
    night.after(minuteMs, [look('orders', [well('failed')])]);
    night.after(minuteMs, [failed('orders', 'run-3')]);
    expect(night.open).toEqual([]);
    night.after(minuteMs, [failed('orders', 'run-4')]);
    expect(night.open).toHaveLength(1);
  });

  it('may stand over another one: the incident goes on, and nobody is told again', () => {
    const night = nightBy();
    night.tick([failed()]);
    night.after(minuteMs);
    const { world } = night;
    const later = nightBy(rule({ keepFiringForMs: minuteMs }));
    later.set(world);
    later.after(minuteMs, [failed()]);
    expect(later.open).toMatchObject([{ no: 1 }]);
    later.after(minuteMs, [failed()]);
    expect(later.told).toEqual([]);
  });

  it('that mutes ends what is open, and who was told is told so', () => {
    const night = nightBy();
    night.tick([failed()]);
    night.after(minuteMs);
    const muted = nightBy(rule({ isMuted: true }));
    muted.set(night.world);
    muted.after(2 * minuteMs, [failed()]);
    expect(muted.world.alerts).toMatchObject([{ state: 'resolved', reason: 'rule own mutes it' }]);
    expect(muted.kinds()).toEqual(['resolved 1']);
  });

  it('§18 6: that is read anew with five firing and three pending changes nothing of them', () => {
    const rules = [rule({ forMs: 10 * minuteMs, where: { name: ['pending-*'] } })];
    const all = [...Array(5).keys()].map((at) => failed(`f-${at}`));
    const pending = [...Array(3).keys()].map((at) => failed(`pending-${at}`));
    const night = nightBy(...rules);
    night.tick([...all, ...pending]);
    night.after(minuteMs, [...all, ...pending]);
    expect(night.told).toHaveLength(5);
    const again = nightBy(...rules.map((one) => ({ ...one })));
    again.set(structuredClone(night.world));
    again.after(9 * minuteMs, [...all, ...pending]);
    expect(again.open).toHaveLength(5);
    again.after(minuteMs, [...all, ...pending]);
    expect(again.open).toHaveLength(8);
    expect(again.told).toEqual([]);
  });
});
