import { describe, expect, it } from 'vitest';
import { atMs, bad, beginNight, look, minuteMs, warehouse, well } from './_night.ts';
import type { Look, Need } from './look.ts';
import { pipelineSubject, subjectKey } from './subject.ts';
import { writtenSentence } from '../words/sentence.ts';

const hour = 60 * minuteMs;
const cannotBeReached = [{ key: 'warehouse cannot be reached', subject: warehouse }];
const failedBy = (name: string, causes = cannotBeReached): Look => look(name, [bad('failed', { causes })]);
const storm = ['a', 'b', 'c', 'd'].map((name) => failedBy(name));
const down = (given: object = {}): Look =>
  look(warehouse, [bad('database-down', { harm: 'down', words: 'is down', runId: null, ...given })]);
const up = look(warehouse, [well('database-down')]);

describe('a database that is watched, before its probe finds it down', () => {
  it('is one incident of the pipelines that name it, which the probe then joins', () => {
    const night = beginNight();
    night.tick(storm);
    expect(night.open).toMatchObject([
      { no: 1, root: warehouse, title: 'warehouse cannot be reached: 4 pipelines in trouble' },
    ]);
    night.after(30_000);
    night.after(minuteMs, [down()]);
    expect(night.open).toMatchObject([{ no: 1, title: 'warehouse is down; 4 pipelines with it' }]);
    night.after(minuteMs, [up, ...['a', 'b', 'c', 'd'].map((name) => look(name, [well('failed')]))]);
    night.after(2 * minuteMs, [up]);
    expect(night.open).toEqual([]);
    expect(night.kinds()).toEqual(['opened 1', 'resolved 1']);
  });

  it('takes in whoever fails by it later, and is the same incident when it goes again soon after its end', () => {
    const night = beginNight();
    night.tick(storm);
    night.after(20 * minuteMs, [failedBy('e')]);
    expect(night.open).toMatchObject([{ no: 1, pipelines: { length: 5 } }]);
    night.after(
      minuteMs,
      ['a', 'b', 'c', 'd', 'e'].map((name) => look(name, [well('failed')])),
    );
    expect(night.open).toEqual([]);
    night.after(10 * minuteMs, storm);
    expect(night.open).toMatchObject([{ no: 1 }]);
  });

  it('§18 29: counts only pipelines that are in trouble now', () => {
    const night = beginNight();
    night.tick([failedBy('a'), failedBy('b')]);
    night.after(
      minuteMs,
      ['a', 'b'].map((name) => look(name, [well('failed')])),
    );
    night.after(minuteMs, [failedBy('c')]);
    expect(night.open).toMatchObject([{ root: { name: 'c' } }]);
  });
});

describe('a pipeline that waits for another', () => {
  const orders = pipelineSubject('shop', 'orders');
  const waits = [{ key: subjectKey(orders), subject: orders }];
  const late = look('report', [bad('late', { words: 'is late', causes: waits })]);

  it('is part of the trouble of that one, also where that is part of an outage', () => {
    const night = beginNight();
    night.tick([failedBy('orders'), failedBy('stock'), failedBy('rates')]);
    night.after(minuteMs, [late]);
    expect(night.open).toMatchObject([
      { root: warehouse, pipelines: ['shop/orders', 'shop/rates', 'shop/report', 'shop/stock'] },
    ]);
  });

  it('joins when the other is found in trouble only later', () => {
    const night = beginNight();
    night.tick([late]);
    night.after(minuteMs, [look('orders', [bad('failed')])]);
    expect(night.open).toMatchObject([{ root: orders, pipelines: ['shop/orders', 'shop/report'] }]);
  });

  it('has an incident of its own while the other is well', () => {
    const night = beginNight();
    night.tick([late, look('orders', [well('failed')])]);
    expect(night.open).toMatchObject([{ root: { name: 'report' } }]);
  });
});

describe('severity of a database or an API', () => {
  const need = (criticality: string | null, inMs: number): Need => ({
    pipeline: 'shop/orders',
    criticality,
    atMs: atMs + inMs,
  });
  it.each<readonly [what: string, given: object, severity: string, why: RegExp]>([
    [
      'a critical pipeline is due',
      { needs: [need('critical', 3 * hour)] },
      'P1',
      /and a critical pipeline that uses it is due at/,
    ],
    ['a critical pipeline was due', { needs: [need('critical', -hour)] }, 'P1', /was due at/],
    ['another pipeline is due', { needs: [need(null, 3 * hour)] }, 'P2', /and a pipeline that uses it is due at/],
    ['a critical pipeline is due later', { needs: [need('critical', 5 * hour)] }, 'P3', /no pipeline is known/],
    ['rows lack its data', { rowsWithout: 1_200 }, 'P2', /1,200 rows were loaded without it/],
    ['nobody needs it', {}, 'P3', /no pipeline is known/],
  ])('when %s', (_what, given, severity, why) => {
    const night = beginNight();
    night.tick([down(given)]);
    const [incident] = night.open;
    expect(incident?.severity).toBe(severity);
    expect(writtenSentence(incident?.severityWhy ?? [], atMs).sentence).toMatch(why);
  });
});
