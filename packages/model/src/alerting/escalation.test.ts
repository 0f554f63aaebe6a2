import { describe, expect, it } from 'vitest';
import { act } from './act.ts';
import { bad, beginNight, look, minuteMs, well } from './_night.ts';
import type { To } from './incidents/incident.ts';
import { type AlertingSettings, defaultSettings } from './settings.ts';

const ada: To = { channel: 'mail', target: 'ada@example.com' };
const bob: To = { channel: 'mail', target: 'bob@example.com' };
const steps = [
  { afterMs: 15 * minuteMs, tell: 'first' },
  { afterMs: 15 * minuteMs, tell: 'second' },
];
const settings = (
  targets: Readonly<Record<string, readonly To[]>> = { first: [ada], second: [bob] },
): AlertingSettings => ({
  ...defaultSettings,
  remindMs: { P1: 1e12, P2: 1e12, P3: 1e12 },
  escalation: { P1: steps, P2: [], P3: [] },
  targets,
});
const failed = look('orders', [bad('failed')], 'critical');
const begun = (given = settings()) => {
  const night = beginNight(given);
  night.tick([failed]);
  night.after(15_000);
  return night;
};
const toldOf = ({ told }: ReturnType<typeof begun>) => told.map(({ kind, target }) => `${kind} ${target}`);

describe('escalation', () => {
  it('goes on while nobody acknowledges, and everybody it reached is told of the end', () => {
    const night = begun();
    night.after(15 * minuteMs - 1);
    expect(toldOf(night)).toEqual(['opened everyone']);
    night.after(1);
    expect(toldOf(night)).toEqual(['opened everyone', 'opened ada@example.com']);
    night.after(15 * minuteMs);
    night.after(60 * minuteMs);
    expect(toldOf(night).slice(2)).toEqual(['opened bob@example.com']);
    night.after(minuteMs, [look('orders', [well('failed')])]);
    expect(toldOf(night).slice(3).toSorted()).toEqual([
      'resolved ada@example.com',
      'resolved bob@example.com',
      'resolved everyone',
    ]);
    expect(night.world.timers).toEqual([]);
  });

  it('§18 25: acknowledged a second before, the step is never taken', () => {
    const night = begun();
    night.after(15 * minuteMs - 1_000);
    const seen = act(night.world, { no: 1, by: 'Ada', act: { kind: 'acknowledge' } }, night.nowMs);
    if ('refused' in seen) throw new Error(seen.refused);
    night.set(seen.world);
    night.after(24 * 60 * minuteMs);
    expect(toldOf(night)).toEqual(['opened everyone']);
    expect(night.world.timers).toEqual([]);
  });

  it('§18 26: a step that reaches nobody is passed at once, and the timeline names it', () => {
    const night = begun(settings({ second: [bob] }));
    const { events } = night.after(15 * minuteMs);
    expect(toldOf(night)).toEqual(['opened everyone', 'opened bob@example.com']);
    expect(events.map(({ kind, sentence }) => [kind, sentence])).toContainEqual([
      'escalated',
      ['Nobody is there for "first"; the next step is taken at once.'],
    ]);
  });

  it('§18 24: after hours without a server takes one step, once, and the next by its own time', () => {
    const night = begun();
    night.set(structuredClone(night.world));
    const { events } = night.after(9 * 60 * minuteMs);
    night.tick();
    expect(toldOf(night)).toEqual(['opened everyone', 'opened ada@example.com']);
    expect(
      events.some(({ sentence: [first] }) => typeof first === 'string' && first.startsWith('A step is late')),
    ).toBe(true);
    night.after(15 * minuteMs - 1);
    expect(toldOf(night)).toHaveLength(2);
    night.after(1);
    expect(toldOf(night)).toHaveLength(3);
  });

  it('does by the settings of its beginning, and reaches who is on call when the step is taken', () => {
    const night = begun();
    const changed = beginNight({ ...settings({ first: [bob] }), escalation: { P1: [], P2: [], P3: [] } });
    changed.set(night.world);
    changed.after(20 * minuteMs);
    expect(toldOf(changed)).toEqual(['opened bob@example.com']);
  });

  it('begins anew when it becomes graver', () => {
    const given = settings();
    const night = beginNight({
      ...given,
      escalation: { P1: steps, P2: [{ afterMs: 60 * minuteMs, tell: 'second' }], P3: [] },
    });
    night.tick([look('orders', [bad('failed')])]);
    night.after(minuteMs);
    night.after(minuteMs, [failed]);
    night.after(15 * minuteMs);
    expect(toldOf(night)).toEqual(['opened everyone', 'raised everyone', 'opened ada@example.com']);
  });
});
