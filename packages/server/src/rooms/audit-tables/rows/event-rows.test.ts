import { expect, test } from 'vitest';
import type { AuditMapping } from '../mapping.ts';
import { mappingOfRuns, runsOfEvents } from './event-rows.ts';
import { readRow } from './read-row.ts';

const mapping: AuditMapping = {
  name: 'jobs',
  columns: { runId: 'batch', pipeline: 'job', startedAt: 'at', event: 'event' },
  states: {},
  timeZone: 'UTC',
  lostAfterMs: 3_600_000,
  keepRunIds: false,
};

const stateOf = (events: string): string => {
  const rows = events.split(' ').map((event, index) => ({
    id: `${index}`,
    batch: '7',
    job: 'orders',
    at: `2026-03-01 02:0${index}:00`,
    event,
  }));
  const [run = {}] = runsOfEvents(rows, mapping, 'id');
  return readRow(run, mappingOfRuns(mapping), Date.parse('2026-03-01T09:00:00Z')).reading?.end?.state ?? 'running';
};

test.each([
  ['START', 'running'],
  ['START END', 'succeeded'],
  ['SUBMITTED START RUNNING RUNNING END', 'aborted'],
  ['START RUNNING RUNNING END', 'succeeded'],
  ['START START END', 'running'],
  ['START START END START', 'running'],
  ['START START END START END', 'running'],
  ['START START END START END END', 'succeeded'],
  ['START END START', 'running'],
  ['START START WARNING START', 'running'],
  ['START START END ERROR', 'failed'],
  ['START ERROR START', 'failed'],
  ['START WARNING END', 'succeeded'],
])('%s is %s: the end of a step is not that of its run', (events, state) => {
  expect(stateOf(events)).toBe(state);
});
