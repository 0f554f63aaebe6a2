import { emptyLedger } from '@sightglass/model';
import { expect, test } from 'vitest';
import type { StageRecord } from './stage-record.ts';
import { StageRecords } from './stage-records.ts';

const record = (own: Partial<StageRecord>): StageRecord => ({
  stageId: 's',
  name: 'load',
  path: 'load',
  times: 1,
  parentStageId: undefined,
  ledgerChecked: true,
  startedAtMs: 0,
  finishedAtMs: 1,
  state: 'succeeded',
  rows: emptyLedger,
  rowsCounted: false,
  retries: 0,
  progress: undefined,
  use: undefined,
  failure: undefined,
  ...own,
});

const full = { type: 'Error', message: 'disk full' };
const cutOff = { type: 'Error', message: 'cut off' };

test.each<{ name: string; ends: Partial<StageRecord>[]; expected: Partial<StageRecord> }>([
  {
    name: 'one that failed after others succeeded',
    ends: [{}, { state: 'failed', failure: full }],
    expected: { state: 'failed', failure: full },
  },
  {
    name: 'one that failed after another was cut off',
    ends: [
      { state: 'aborted', failure: cutOff },
      { state: 'failed', failure: full },
    ],
    expected: { state: 'failed', failure: full },
  },
  {
    name: 'others succeeded after one that failed',
    ends: [{ state: 'failed', failure: full }, {}],
    expected: { state: 'failed', failure: full },
  },
])('stages folded into one keep why it did not end well: $name', ({ ends, expected }) => {
  const records = new StageRecords();
  for (let index = 0; index < 2_000; index += 1) records.add(record({}));
  for (const end of ends) records.add(record({ startedAtMs: 2, ...end }));
  expect(records.all().at(-1)).toMatchObject({ times: ends.length, ...expected });
});
