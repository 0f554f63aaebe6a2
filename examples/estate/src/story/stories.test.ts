import { rollUpLedger, rejectedShare } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { calendarOf, nextDueTimes } from '../_schedule.ts';
import { company, scheduleOf } from '../catalogue/company.ts';
import { dueTimesBetween } from '../catalogue/timetable.ts';
import { warehouse } from '../catalogue/systems.ts';
import { runsDueBetween } from '../run/plan-runs.ts';
import type { SimulatedRun } from '../run/simulated-run.ts';
import { dayMs, dayOf, hourMs, isMonthEnd, minuteMs, weekdayOf } from '../times.ts';
import { outageOf } from './stories.ts';

const anchorMs = Date.parse('2026-11-19T10:20:00Z');
const time = { seed: 1, anchorMs };
const runs = new Map(
  company.map((pipeline) => [
    `${pipeline.namespace}/${pipeline.name}`,
    runsDueBetween(pipeline, time, anchorMs - 90 * dayMs, anchorMs),
  ]),
);
const runsOf = (name: string): readonly SimulatedRun[] => runs.get(name) ?? [];
const every = [...runs.values()].flat();
const daysBefore = ({ dueMs }: SimulatedRun): number => (dayOf(anchorMs) - dayOf(dueMs)) / dayMs;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const rowsRead = (run: SimulatedRun): number => run.stages[0]?.rows.read ?? 0;
const durationMs = (run: SimulatedRun): number => run.endMs - run.startMs;
const succeeded = (list: readonly SimulatedRun[]) => list.filter(({ state }) => state === 'succeeded');

describe('the company', () => {
  it('has fourteen pipelines of five kinds, of several teams', () => {
    expect(company).toHaveLength(14);
    expect(new Set(company.map(({ kind }) => kind)).size).toBe(5);
    expect(new Set(company.map(({ owner }) => owner)).size).toBeGreaterThan(5);
    expect(new Set(company.map(({ namespace }) => namespace)).size).toBe(5);
  });

  it.each(company.map((pipeline) => [pipeline.name, pipeline] as const))(
    'runs %s when its schedule says so, and at no other time: nothing is missed',
    (_name, pipeline) => {
      const fromMs = Date.parse('2026-12-20T00:00:00Z');
      const untilMs = fromMs + 15 * dayMs;
      const due = nextDueTimes(scheduleOf(pipeline) ?? '', calendarOf(pipeline), fromMs, untilMs);
      const first = runsDueBetween(pipeline, time, fromMs, untilMs).filter(({ trigger }) => trigger === 'schedule');
      expect(first.map(({ dueMs }) => dueMs)).toEqual(due);
      for (const { startMs, dueMs } of first) expect(startMs - dueMs).toBeLessThan(minuteMs);
    },
  );

  it('gives each run an id of its own', () => {
    expect(new Set(every.map(({ runId }) => runId)).size).toBe(every.length);
    expect(new Set(every.map(({ traceId }) => traceId)).size).toBe(every.length);
  });

  it('explains every row of every run that succeeded', () => {
    for (const run of succeeded(every)) {
      const stages = run.stages.map(({ id, plan, startMs, endMs, rows }) => ({
        stageId: id,
        name: plan.name,
        startedAtMs: startMs,
        finishedAtMs: endMs,
        rows,
        ledgerChecked: plan.groups === undefined,
      }));
      expect(rollUpLedger(stages).balanced, `${run.pipeline.name} ${run.runId}`).toBe(true);
    }
  });

  it('releases each program now and then', () => {
    for (const list of runs.values()) {
      const versions = new Set(list.map(({ version }) => version));
      expect(versions.size).toBeGreaterThan(1);
      expect(versions.size).toBeLessThan(8);
    }
  });
});

describe('an ordinary day', () => {
  it('has less to do at weekends', () => {
    const orders = runsOf('sales/orders-feed').filter(({ dueMs }) => !isMonthEnd(dueMs));
    const isWeekend = ({ dueMs }: SimulatedRun) => [0, 6].includes(weekdayOf(dueMs));
    expect(mean(orders.filter(isWeekend).map(rowsRead))).toBeLessThan(
      0.75 * mean(orders.filter((run) => !isWeekend(run)).map(rowsRead)),
    );
    expect(runsOf('finance/fx-rates').some(isWeekend)).toBe(false);
  });

  it('has more to do at the end of a month, and takes longer', () => {
    const exports = runsOf('finance/ledger-export');
    const [ends, others] = [
      exports.filter(({ dueMs }) => isMonthEnd(dueMs)),
      exports.filter(({ dueMs }) => !isMonthEnd(dueMs)),
    ];
    expect(ends.length).toBeGreaterThanOrEqual(3);
    expect(mean(ends.map(rowsRead))).toBeGreaterThan(2.5 * mean(others.map(rowsRead)));
    expect(mean(ends.map(durationMs))).toBeGreaterThan(1.5 * mean(others.map(durationMs)));
  });

  it('grows', () => {
    const orders = runsOf('sales/orders-feed');
    const week = (before: number) => orders.filter((run) => daysBefore(run) > before && daysBefore(run) <= before + 7);
    expect(mean(week(0).map(rowsRead))).toBeGreaterThan(1.15 * mean(week(80).map(rowsRead)));
  });
});

describe('the stories', () => {
  it('an outage of the warehouse fails what needs it, and nothing else', () => {
    const { fromMs, toMs } = outageOf(time);
    const needing = company.filter(({ stages }) => stages.some(({ database }) => database?.of === warehouse));
    expect(needing).toHaveLength(7);
    const hit = every.filter(({ failure }) => failure?.type === 'ECONNREFUSED');
    expect(new Set(hit.map(({ pipeline }) => pipeline.name)).size).toBeGreaterThanOrEqual(4);
    for (const { stages } of hit) {
      const last = stages.at(-1);
      expect(last?.plan.database?.of).toBe(warehouse);
      expect(last?.startMs).toBeGreaterThanOrEqual(fromMs);
      expect(last?.startMs).toBeLessThan(toMs);
    }
    const spared = every.filter(
      ({ startMs, endMs, state }) => startMs > fromMs && endMs < toMs && state === 'succeeded',
    );
    for (const { stages } of spared) expect(stages.some(({ plan }) => plan.database?.of === warehouse)).toBe(false);
  });

  it('route plans take longer every week, with no step that shows', () => {
    const days = runsOf('logistics/route-plans').filter(({ dueMs }) => ![0, 6].includes(weekdayOf(dueMs)));
    const fortnights = [84, 70, 56, 42, 28, 14, 0].map((before) =>
      mean(days.filter((run) => daysBefore(run) >= before && daysBefore(run) < before + 14).map(durationMs)),
    );
    fortnights.slice(1).forEach((later, index) => {
      const step = later / (fortnights[index] ?? later);
      expect(step).toBeGreaterThan(index === 0 ? 0.97 : 1.03);
      expect(step).toBeLessThan(1.45);
    });
    expect((fortnights.at(-1) ?? 0) / (fortnights[0] ?? 1)).toBeGreaterThan(2);
  });

  it('the columns of the shipments file drift, from one day to the next', () => {
    for (const run of runsOf('logistics/shipments')) expect(run.trouble.drift !== undefined).toBe(daysBefore(run) <= 4);
  });

  it('the geocoder of the shipments answers with errors on one day, which takes longer', () => {
    const [hit, ...others] = Object.values(
      Object.groupBy(runsOf('logistics/shipments'), ({ trouble }) => trouble.api ?? 'usual'),
    ).toSorted((a, b) => a.length - b.length);
    expect(hit?.map((run) => [run.trouble.api, daysBefore(run)])).toEqual([['down', 36]]);
    expect(hit?.map(durationMs)[0]).toBeGreaterThan(1.5 * mean(others.flat().map(durationMs)));
  });

  it('more and more customers are rejected', () => {
    const shares = runsOf('sales/customers').map((run) =>
      rejectedShare(run.stages[0]?.rows ?? { read: 1, rejected: 0 }),
    );
    const [before, since] = [shares.slice(0, -6), shares.slice(-6)];
    expect(Math.max(...before)).toBeLessThan(0.01);
    expect(Math.min(...since)).toBeGreaterThan(0.02);
    expect(since.at(-1)).toBeGreaterThan(2 * (since[0] ?? 1));
  });

  it('one in six exports of tickets fails, and is tried again', () => {
    const exports = runsOf('care/tickets-export');
    const first = exports.filter(({ trigger }) => trigger === 'schedule');
    const share = first.filter(({ state }) => state === 'failed').length / first.length;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.25);
    const retries = exports.filter(({ trigger }) => trigger === 'retry');
    expect(retries).toHaveLength(first.filter(({ state }) => state === 'failed').length);
    expect(succeeded(retries).length).toBeGreaterThan(0.6 * retries.length);
  });

  it('the bank is late now and then, of late too, and then the deadline of 18:00 is missed', () => {
    const rates = runsOf('finance/fx-rates');
    const late = rates.filter(({ endMs, dueMs }) => endMs > dayOf(dueMs) + 18 * hourMs);
    expect(late).toEqual(rates.filter(({ trouble }) => trouble.waitsMs !== undefined));
    expect(late.length).toBeGreaterThan(4);
    expect(late.length).toBeLessThan(rates.length / 3);
    expect(late.some((run) => daysBefore(run) <= 5)).toBe(true);
  });

  it('the card network refuses requests at month ends, on some afternoons and by now', () => {
    const limited = runsOf('finance/payments').filter(({ trouble }) => trouble.api === 'limited');
    expect(limited.some(({ dueMs }) => isMonthEnd(dueMs))).toBe(true);
    expect(limited.some(({ dueMs }) => anchorMs - dueMs < hourMs)).toBe(true);
    expect(limited.length).toBeLessThan(0.05 * runsOf('finance/payments').length);
  });
});

it('due times of stretches that follow one another are those of the whole', () => {
  for (const { timetable } of company) {
    const [fromMs, untilMs] = [anchorMs - 9 * dayMs, anchorMs];
    const cuts = [fromMs, fromMs + 1, fromMs + 37 * hourMs, dayOf(untilMs), untilMs];
    const parts = cuts.slice(1).flatMap((cut, index) => dueTimesBetween(timetable, cuts[index] ?? 0, cut));
    expect(parts).toEqual(dueTimesBetween(timetable, fromMs, untilMs));
  }
});
