import { expect, it } from 'vitest';
import { emptyLedger, type Ledger } from './ledger.ts';
import type { LedgerStage } from './ledger-stage.ts';
import { rollUpLedger } from './run-ledger.ts';
import { unknownInputs } from './unknown-inputs.ts';

const stage = (name: string, at: number, inputs: string[], rows: Partial<Ledger>): LedgerStage => ({
  stageId: `${name}-${at}`,
  name,
  inputs,
  startedAtMs: at,
  finishedAtMs: at + 10,
  rows: { ...emptyLedger, ...rows },
});
const all = { read: 100, written: 100 };

it('names each input that is no stage of the run, once', () => {
  const stages = [
    stage('extract', 0, [], all),
    stage('load', 10, ['extrct', 'extract'], all),
    stage('load', 20, ['extrct', 'custmers'], all),
    stage('report', 30, ['load'], all),
  ];
  expect(unknownInputs(stages)).toEqual([
    { stage: 'load', input: 'extrct' },
    { stage: 'load', input: 'custmers' },
  ]);
});

it('does not balance a run of which a stage reads from stages there are not', () => {
  const ledger = rollUpLedger([stage('extract', 0, [], all), stage('load', 10, ['extrct'], all)]);
  expect(ledger).toMatchObject({
    balanced: false,
    unexplained: { missing: 0, extra: 100 },
    rows: { read: 100, written: 200 },
  });
  expect(ledger.gaps).toEqual([{ stageId: 'load-10', stage: 'load', where: 'handoff', difference: -100 }]);
});

it('balances a run of which a stage reads from one that counts no rows', () => {
  const ledger = rollUpLedger([stage('download', 0, [], {}), stage('load', 10, ['download'], all)]);
  expect(ledger).toMatchObject({ balanced: true, rows: { read: 100, written: 100 } });
});
