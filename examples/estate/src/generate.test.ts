import { createHash } from 'node:crypto';
import {
  addLedgers,
  attributes,
  emptyLedger,
  events,
  type Ledger,
  ledgerColumns,
  ledgerDifference,
} from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { requestTables } from '../../../packages/server/src/intake/message-table.ts';
import { checkWire } from '../../../packages/server/src/intake/wire-check.ts';
import { decodedLogs } from './_decoded.ts';
import { company } from './catalogue/company.ts';
import { type EstateOptions, generateEstate, requestsIn } from './generate.ts';
import type { EstateRequest } from './telemetry/requests.ts';
import { dayMs, hourMs } from './times.ts';

const now = Date.parse('2026-11-20T10:21:00Z');
const options: EstateOptions = { seed: 7, days: 2, now };
const all = [...generateEstate(options)];

const hashOf = (given: EstateOptions): string => {
  const hash = createHash('sha256');
  for (const { signal, body } of generateEstate(given)) hash.update(signal).update(body);
  return hash.digest('hex');
};

describe('the bytes', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(hashOf(options)).toBe(hashOf(options));
    expect(hashOf({ ...options, seed: 8 })).not.toBe(hashOf(options));
  });

  it('are what the server takes, every record with its ids, and of nobody who might be real', () => {
    for (const { signal, body, records } of all) {
      expect(checkWire(body, requestTables[signal])).toMatchObject({
        records,
        invalidRecords: 0,
        hasDeepValues: false,
      });
      expect(body.length).toBeLessThan(8 * 2 ** 20);
    }
    const senders = decodedLogs(all).map(({ resource }) => resource);
    expect(new Set(senders.map((resource) => resource[attributes.environmentName]))).toEqual(new Set(['simulated']));
    expect(senders.every((resource) => String(resource[attributes.hostName]).endsWith('.simulated'))).toBe(true);
  });

  it('come newest day first where that is wanted, and are the same records', () => {
    const newest = [...generateEstate({ ...options, newestFirst: true })];
    const [first] = decodedLogs(newest.slice(0, 1));
    expect(first?.atMs).toBeGreaterThan(now - dayMs);
    expect(linesOf(newest)).toEqual(linesOf(all));
  });
});

const linesOf = (requests: Parameters<typeof decodedLogs>[0]): string[] =>
  decodedLogs(requests)
    .map(({ atMs, body, attributes: own }) => `${atMs} ${String(own[attributes.runId])} ${body}`)
    .toSorted();

describe('a stretch', () => {
  const stretch = { seed: 7, anchorMs: now, sinceMs: now - 2 * dayMs, pipelines: company };
  const cuts = [now - 2 * dayMs, now - dayMs, now - 7 * hourMs, now - 7 * hourMs + 3_000, now - 61_000, now];

  it('begins where the one before it ended: nothing is lost, nothing comes twice', () => {
    const parts = cuts
      .slice(1)
      .flatMap((untilMs, index) => requestsIn({ ...stretch, fromMs: cuts[index] ?? 0, untilMs }));
    expect(linesOf(parts)).toEqual(linesOf(all));
  });

  it('holds signs of life while it is watched', () => {
    const quiet = linesOf(requestsIn({ ...stretch, fromMs: now - hourMs, untilMs: now }));
    const living = decodedLogs(requestsIn({ ...stretch, fromMs: now - hourMs, untilMs: now, isLive: true }));
    const names = new Set(living.map(({ eventName }) => eventName));
    expect(living.length).toBeGreaterThan(quiet.length);
    expect(names).toContain(events.runHeartbeat.name);
    expect(names).toContain(events.stageProgress.name);
    expect(living.every(({ atMs }) => atMs > now - hourMs && atMs <= now)).toBe(true);
  });

  it('says nothing of what has not happened', () => {
    const running = decodedLogs(all).filter(({ eventName }) => eventName === events.runStarted.name);
    const ended = decodedLogs(all).filter(({ eventName }) => eventName === events.runFinished.name);
    expect(running.length).toBeGreaterThan(ended.length);
    expect(decodedLogs(all).every(({ atMs }) => atMs <= now)).toBe(true);
  });
});

describe('what arrives', () => {
  it('balances, stage by stage and from stage to stage', () => {
    const ofRuns = Map.groupBy(
      decodedLogs(all).filter(({ eventName }) => eventName === events.stageFinished.name),
      ({ attributes: own }) => own[attributes.runId],
    );
    expect(ofRuns.size).toBeGreaterThan(100);
    for (const stages of ofRuns.values()) {
      const inOrder = stages.toSorted((a, b) => a.atMs - b.atMs);
      let waiting: number | undefined;
      for (const { attributes: own } of inOrder) {
        const rows = rowsIn(own);
        if (own[attributes.stageLedgerChecked] !== false) expect(ledgerDifference(rows)).toBe(0);
        expect(rows.read).toBe(waiting ?? rows.read);
        waiting = rows.written;
      }
    }
  });

  it('tells of the stage what its database, its API and its file did before it tells that the stage ended', () => {
    const ofStages = Map.groupBy(
      decodedLogs(all).filter(({ attributes: own }) => own[attributes.stageId] !== undefined),
      ({ attributes: own }) => own[attributes.stageId],
    );
    for (const records of ofStages.values()) {
      const ended = records.find(({ eventName }) => eventName === events.stageFinished.name);
      if (ended === undefined) continue;
      const began = records.find(({ eventName }) => eventName === events.stageStarted.name)?.atMs ?? 0;
      expect(records.every(({ atMs }) => atMs >= began && atMs <= ended.atMs)).toBe(true);
    }
  });

  it('rejects as many rows as the reasons explain', () => {
    const records = decodedLogs(all);
    const rejected = records.filter(({ eventName }) => eventName === events.rowsRejected.name);
    const finished = records.filter(({ eventName }) => eventName === events.stageFinished.name);
    const explained = rejected.reduce((sum, { attributes: own }) => sum + Number(own[attributes.rowsRejected]), 0);
    const total = finished.map(({ attributes: own }) => rowsIn(own)).reduce(addLedgers, emptyLedger);
    const running = rejected.length > 0 ? total.rejected : 0;
    expect(explained).toBe(running);
  });
});

const rowNames: Readonly<Record<keyof Ledger, string>> = {
  read: attributes.rowsRead,
  written: attributes.rowsWritten,
  rejected: attributes.rowsRejected,
  filtered: attributes.rowsFiltered,
  deduplicated: attributes.rowsDeduplicated,
  unmatched: attributes.rowsUnmatched,
};
const rowsIn = (own: Readonly<Record<string, unknown>>): Ledger =>
  Object.fromEntries(ledgerColumns.map((column) => [column, Number(own[rowNames[column]] ?? 0)])) as unknown as Ledger;

describe('a grown company', () => {
  it('has as many pipelines, runs and log lines as are wanted', () => {
    const records = decodedLogs(
      generateEstate({ seed: 7, days: 2, now, pipelines: 30, runsPerDay: 3, logsPerRun: 20 }),
    );
    const started = records.filter(
      ({ eventName, attributes: own }) =>
        eventName === events.runStarted.name && own[attributes.runTrigger] === 'schedule',
    );
    // Of 30 pipelines four tell spans only.
    const names = Map.groupBy(started, ({ attributes: own }) => own[attributes.pipelineName]);
    expect(names.size).toBe(26);
    expect(new Set([...names.values()].map((runs) => runs.length))).toEqual(new Set([6]));
    const lines = Map.groupBy(
      records.filter(({ eventName }) => eventName === ''),
      ({ attributes: own }) => own[attributes.runId],
    );
    const whole = [...lines.values()].filter((own) => own.length === 20).length;
    expect(whole).toBeGreaterThan(0.9 * lines.size);
  });

  it('is never held as a whole', () => {
    const huge = generateEstate({ seed: 7, days: 90, now, pipelines: 200, runsPerDay: 500 / 90, logsPerRun: 100 });
    const first = huge.next().value as EstateRequest;
    expect(first.records).toBeGreaterThan(1_000);
    expect(first.body.length).toBeLessThan(8 * 2 ** 20);
  });
});

it('names what is read and written, so that pipelines follow each other by their data', () => {
  const used = decodedLogs(all).filter(({ eventName }) => eventName === events.datasetUsed.name);
  const of = (role: string) =>
    new Set(
      used.flatMap(({ attributes: own }) =>
        own[attributes.datasetRole] === role
          ? [`${String(own[attributes.datasetNamespace])} ${String(own[attributes.datasetName])}`]
          : [],
      ),
    );
  const [inputs, outputs] = [of('input'), of('output')];
  const orders = 'postgres://dwh.simulated:5432 warehouse.sales.orders';
  expect(inputs).toContain(orders);
  expect(outputs).toContain(orders);
  expect(outputs).toContain('s3://routes.simulated plans/*.json');
  expect([...inputs].filter((name) => name.startsWith('file /simulated/inbox/crm/customers-')).length).toBeGreaterThan(
    1,
  );
});
