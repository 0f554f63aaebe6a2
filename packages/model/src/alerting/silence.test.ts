import { describe, expect, it, test } from 'vitest';
import { atMs, bad, beginNight, look, minuteMs, well } from './_night.ts';
import { defaultSettings } from './settings.ts';
import { type MaintenanceWindow, type Silence } from './silence.ts';

const hour = 60 * minuteMs;
const silence = (given: Partial<Silence> = {}): Silence => ({
  id: 's1',
  where: { name: ['orders'] },
  fromMs: atMs - minuteMs,
  untilMs: atMs + hour,
  by: 'Ada',
  why: 'the supplier moves',
  ...given,
});
const nightWith = (...silences: Silence[]) => beginNight({ ...defaultSettings, silences });
const failed = look('orders', [bad('failed')]);
const fine = look('orders', [well('failed')]);

describe('a silence', () => {
  it('§18 19: holds what it covers back, and tells of it when it expires, if it is still so', () => {
    const night = nightWith(silence());
    night.tick([failed, look('stock', [bad('failed')])]);
    night.after(minuteMs);
    expect(night.open).toMatchObject([{ heldBy: 'the silence by Ada' }, { heldBy: null }]);
    expect(night.kinds()).toEqual(['opened 2']);
    night.after(58 * minuteMs);
    expect(night.kinds()).toEqual(['opened 2']);
    night.after(minuteMs);
    expect(night.told.at(-1)).toMatchObject({
      kind: 'opened',
      incidentNo: 1,
      reason: 'the silence by Ada has ended, and it is still in trouble',
    });
  });

  it('§18 20: that ends over what had been told is named, once', () => {
    const night = nightWith(silence({ fromMs: atMs + 2 * minuteMs, untilMs: atMs + 20 * minuteMs }));
    night.tick([failed]);
    night.after(minuteMs);
    night.after(2 * minuteMs);
    night.after(20 * minuteMs);
    night.after(minuteMs);
    expect(night.told.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['opened', 'it is new'],
      ['reminder', 'the silence by Ada has ended, and it is still in trouble'],
    ]);
  });

  it('§18 21: does not keep the end from those who were told before', () => {
    const night = nightWith(silence({ fromMs: atMs + 2 * minuteMs }));
    night.tick([failed]);
    night.after(minuteMs);
    night.after(2 * minuteMs, [fine]);
    expect(night.kinds()).toEqual(['opened 1', 'resolved 1']);
  });

  it('over what ends before it does leaves nobody told', () => {
    const night = nightWith(silence());
    night.tick([failed]);
    night.after(10 * minuteMs, [fine]);
    night.after(2 * hour);
    expect(night.told).toEqual([]);
    expect(night.world.timers).toEqual([]);
  });

  it('§18 23: that begins later holds nothing now', () => {
    const night = nightWith(silence({ fromMs: atMs + 24 * hour, untilMs: atMs + 30 * hour }));
    night.tick([failed]);
    night.after(minuteMs);
    expect(night.kinds()).toEqual(['opened 1']);
  });

  it('holds reminders and the news that it is graver, which is told at its end', () => {
    const neededAtMs = atMs + 90 * minuteMs;
    const night = nightWith(silence({ fromMs: atMs + 2 * minuteMs, untilMs: atMs + 3 * hour }));
    const high = look('orders', [bad('failed', { neededAtMs })], 'high');
    night.tick([high]);
    night.after(minuteMs);
    night.after(2 * minuteMs, [high]);
    night.after(hour, [high]);
    expect(night.kinds()).toEqual(['opened 1']);
    night.after(2 * hour, [high]);
    expect(night.kinds()).toEqual(['opened 1', 'raised 1']);
  });

  it.each([
    [{ kind: 'pipeline', name: ['ord*'] }, true],
    [{ kind: 'database' }, false],
    [{ what: ['failed'] }, true],
    [{ what: ['late'] }, false],
    [{ namespace: ['shop'], criticality: ['high'] }, false],
  ] as const)('of %j covers it: %s', (where, isHeld) => {
    const night = nightWith(silence({ where }));
    night.tick([failed]);
    night.after(minuteMs);
    expect(night.told).toHaveLength(isHeld ? 0 : 1);
  });

  it('that no one ended early is told of at the next tick once somebody has', () => {
    const night = nightWith(silence());
    night.tick([failed]);
    night.after(minuteMs);
    const ended = beginNight();
    ended.set(night.world);
    ended.after(2 * minuteMs);
    expect(ended.kinds()).toEqual(['opened 1']);
  });
});

describe('§18 22: a weekly window of Sunday 01:00 to 03:00 in Berlin', () => {
  const window: MaintenanceWindow = {
    name: 'patches',
    where: {},
    days: [0],
    fromMinute: 60,
    untilMinute: 180,
    timeZone: 'Europe/Berlin',
  };
  test.each([
    ['the week before', '2026-10-17T22:59:00Z', false],
    ['the week before', '2026-10-17T23:00:00Z', true],
    ['the week before', '2026-10-18T00:59:00Z', true],
    ['the week before', '2026-10-18T01:00:00Z', false],
    ['when clocks go back it is three hours long', '2026-10-24T23:00:00Z', true],
    ['when clocks go back it is three hours long', '2026-10-25T01:59:00Z', true],
    ['when clocks go back it is three hours long', '2026-10-25T02:00:00Z', false],
    ['the week after', '2026-11-01T00:00:00Z', true],
    ['the week after', '2026-11-01T02:00:00Z', false],
    ['a day later', '2026-11-02T00:30:00Z', false],
  ])('%s, %s: %s', (_when, at, isHeld) => {
    const night = beginNight({ ...defaultSettings, maintenance: [window] });
    const offsetMs = Date.parse(at) - night.nowMs;
    night.after(offsetMs, [failed]);
    expect(night.open[0]?.heldBy ?? null).toBe(isHeld ? 'maintenance "patches"' : null);
  });

  it('tells of trouble that outlasts it once, at its end', () => {
    const night = beginNight({ ...defaultSettings, maintenance: [window] });
    night.after(Date.parse('2026-12-06T00:30:00Z') - night.nowMs, [failed]);
    night.after(89 * minuteMs);
    expect(night.told).toEqual([]);
    night.after(minuteMs);
    expect(night.kinds()).toEqual(['opened 1']);
  });

  it('over midnight belongs to the day on which it begins', () => {
    const late = { ...window, fromMinute: 22 * 60, untilMinute: 6 * 60 };
    const heldAt = (at: string): boolean => {
      const night = beginNight({ ...defaultSettings, maintenance: [late] });
      night.after(Date.parse(at) - night.nowMs, [failed]);
      return night.open[0]?.heldBy != null;
    };
    expect(
      [
        '2026-12-06T20:59:00Z',
        '2026-12-06T21:00:00Z',
        '2026-12-07T04:59:00Z',
        '2026-12-07T05:00:00Z',
        '2026-12-06T02:00:00Z',
      ].map(heldAt),
    ).toEqual([false, true, true, false, false]);
  });
});
