import { auditColumns } from '@sightglass/model';
import { expect, test } from 'vitest';
import { lastStageOf, proposeColumns, unknownStates } from './propose.ts';
import type { AuditColumn, ColumnKind } from '../table.ts';

const kinds: Readonly<Record<string, ColumnKind>> = { t: 'time', n: 'number', s: 'text', o: 'other' };
const columnsOf = (text: string): AuditColumn[] =>
  text.split(' ').map((word) => {
    const [name = '', kind = 's', key] = word.split(':');
    return { name, type: kind, kind: kinds[kind] ?? 'other', isKey: key === 'key' };
  });

test.each<[string, string, object, string | undefined]>([
  [
    'a table of an ETL tool',
    'JOB_RUN_ID:n JOB_NAME:s START_TS:t END_TS:t STATUS:s SRC_ROWS:n TGT_ROWS:n REJ_ROWS:n ERROR_MSG:s SRC_FILE:s',
    {
      runId: 'JOB_RUN_ID',
      pipeline: 'JOB_NAME',
      startedAt: 'START_TS',
      finishedAt: 'END_TS',
      state: 'STATUS',
      read: 'SRC_ROWS',
      written: 'TGT_ROWS',
      rejected: 'REJ_ROWS',
      error: 'ERROR_MSG',
      file: 'SRC_FILE',
    },
    'JOB_RUN_ID',
  ],
  [
    'steps of a package in SQL Server style',
    'AuditKey:n ExecutionId:s PackageName:s StepName:s StartTime:t EndTime:t RowsRead:n RowsWritten:n Success:n LastModified:t',
    {
      runId: 'ExecutionId',
      pipeline: 'PackageName',
      stage: 'StepName',
      startedAt: 'StartTime',
      finishedAt: 'EndTime',
      read: 'RowsRead',
      written: 'RowsWritten',
      state: 'Success',
    },
    'LastModified',
  ],
  ['a key and a date', 'id:n load_date:t', { runId: 'id', startedAt: 'load_date' }, 'id'],
  [
    'a count that is text is none',
    'run_id:s started_at:t rows_read:s',
    { runId: 'run_id', startedAt: 'started_at' },
    'started_at',
  ],
  ['nothing known', 'colour:s taste:s', {}, undefined],
  [
    'words of every day',
    'batch_no:n:key process:s began:t ended:t outcome:s n_in:n n_loaded:n',
    {
      runId: 'batch_no',
      pipeline: 'process',
      startedAt: 'began',
      finishedAt: 'ended',
      state: 'outcome',
      read: 'n_in',
      written: 'n_loaded',
    },
    'batch_no',
  ],
  [
    'words of another language',
    'nummer:n:key los:t aus:t last_updated:t',
    { runId: 'nummer', startedAt: 'los', finishedAt: 'aus' },
    'last_updated',
  ],
  ['three times nobody can tell apart', 'nummer:n:key los:t aus:t dran:t', { runId: 'nummer' }, 'nummer'],
  [
    'a task',
    'id:n task:s begin_ts:t stop:t',
    { runId: 'id', pipeline: 'task', startedAt: 'begin_ts', finishedAt: 'stop' },
    'id',
  ],
  [
    'a task of a job',
    'id:n job:s task:s started:t finish:t result:s',
    { runId: 'id', pipeline: 'job', stage: 'task', startedAt: 'started', finishedAt: 'finish', state: 'result' },
    'id',
  ],
])('%s', (_name, text, columns, cursor) => {
  expect(proposeColumns(columnsOf(text))).toEqual({ columns, cursor });
});

test('what is given goes before what names say; nothing given leaves a column out', () => {
  const columns = columnsOf('id:n job:s started:t ended:t message:s seq:n');
  expect(proposeColumns(columns, { pipeline: 'message', error: '', cursor: 'seq', finishedAt: 'ended' })).toEqual({
    columns: { runId: 'id', pipeline: 'message', startedAt: 'started', finishedAt: 'ended' },
    cursor: 'seq',
  });
});

test('the table of the SDK is known', () => {
  const own = Object.values(auditColumns).map((name) => ({ name, type: 'text', kind: 'text' as const, isKey: false }));
  expect(proposeColumns(own)).toMatchObject({ preset: 'sightglass', cursor: 'updated_at' });
});

test('words nobody knows are named once', () => {
  const rows = ['OK', 'X', 'X', null, 'failed', 'Y'].map((status) => ({ status }));
  expect(unknownStates(rows, 'status')).toEqual(['X', 'Y']);
});

test('the last stage is what most runs ended with, unless a row speaks for the run', () => {
  const row = (run: string, step: string | null, begun: string) => ({ run, step, begun });
  const columns = { runId: 'run', stage: 'step', startedAt: 'begun' };
  const steps = [row('1', 'load', '3'), row('1', 'extract', '2'), row('2', 'load', '5'), row('3', 'extract', '6')];
  expect(lastStageOf(steps, columns)).toBe('load');
  expect(lastStageOf([...steps, row('1', null, '1')], columns)).toBeUndefined();
  expect(lastStageOf([], columns)).toBeUndefined();
});
