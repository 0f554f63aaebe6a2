import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AuditMapping } from '../mapping.ts';
import { mappingOfRuns, runsOfEvents } from './event-rows.ts';
import { readRow } from './read-row.ts';

const mapping: AuditMapping & { readonly cursorColumn: string } = {
  name: 'jobs',
  columns: { runId: 'batch', pipeline: 'job', startedAt: 'at', event: 'event', stage: 'step' },
  states: {},
  timeZone: 'UTC',
  lostAfterMs: 86_400_000,
  keepRunIds: false,
  cursorColumn: 'id',
};
const [soonMs, laterMs] = [Date.parse('2026-03-01T02:06:30Z'), Date.parse('2026-03-01T09:00:00Z')];

/** `END`, `load:END` of a step, `END@7` by its clock in minutes; else each is a minute after the one before. */
const stateOf = (events: readonly string[], nowMs: number): string => {
  const rows = events.map((given, index) => {
    const [, step = null, event = '', minute = index] = /^(?:(\w+):)?(\w+)(?:@(\d+))?$/u.exec(given) ?? [];
    const at = `2026-03-01 02:${String(minute).padStart(2, '0')}:00`;
    return { id: `${index}`, batch: '7', job: 'orders', step, at, event };
  });
  const [run = {}] = runsOfEvents(rows, mapping, nowMs);
  return readRow(run, mappingOfRuns(mapping), nowMs).reading?.end?.state ?? 'running';
};

test.each<[events: string, soon: string, later?: string]>([
  ['START', 'running'],
  ['START END', 'succeeded'],
  ['SUBMITTED START RUNNING RUNNING END', 'aborted'],
  ['START RUNNING RUNNING END', 'succeeded'],
  ['START START END', 'running', 'succeeded'],
  ['START START END START', 'running'],
  ['START START END START END', 'running', 'succeeded'],
  ['START START END START END END', 'succeeded'],
  ['START END START', 'running'],
  ['START END START END', 'succeeded'],
  ['START START START', 'running'],
  ['START START WARNING START', 'running'],
  ['START START END ERROR', 'failed'],
  ['START END ERROR', 'failed'],
  ['START ERROR END', 'failed'],
  ['START ERROR START', 'failed'],
  ['START ERROR START END', 'failed'],
  ['START WARNING END', 'succeeded'],
  ['START END END', 'succeeded'],
  ['END', 'succeeded'],
  ['END START', 'running'],
  ['END@5 START@0', 'succeeded'],
  ['START@3 END@2', 'succeeded'],
  ['START@0 END@2 START@1', 'running', 'running'],
  ['START extract:START extract:END', 'running'],
  ['START extract:START extract:END load:START load:END END', 'succeeded'],
  ['START extract:START END', 'succeeded'],
  ['START START load:START load:END END', 'succeeded'],
  ['extract:START load:START extract:END', 'running'],
  ['extract:START load:START extract:START extract:END load:END', 'succeeded'],
  ['main:START load:START load:ERROR load:START load:END main:END', 'succeeded'],
  ['main:START load:START load:ERROR load:START main:END', 'failed'],
  ['main:START load:START load:ERROR main:END', 'failed'],
  ['main:START load:ERROR load:END main:END', 'failed'],
])('%s is %s, and hours later it is not left open', (given, soon, later = soon) => {
  const events = given.split(' ');
  expect([stateOf(events, soonMs), stateOf(events, laterMs)]).toEqual([soon, later]);
});

const word = fc.constantFrom('START', 'RUNNING', 'END', 'ERROR', 'WARNING', 'CHECKPOINT', 'CANCELLED');
const step = fc.constantFrom('', 'extract:', 'load:');
const story = fc.array(
  fc.tuple(step, word).map((parts) => parts.join('')),
  { minLength: 1, maxLength: 7 },
);

test('where no row names a step, a bad end is never undone', () =>
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 7 }), fc.constantFrom(soonMs, laterMs), (events, nowMs) => {
      const bad = events.includes('ERROR') ? 'failed' : events.includes('CANCELLED') ? 'aborted' : undefined;
      if (bad !== undefined) expect(stateOf(events, nowMs)).toBe(bad);
    }),
  ));

test('what has ended well stays so as time passes, and a begin that comes last is under way', () =>
  fc.assert(
    fc.property(story, (events) => {
      if (stateOf(events, soonMs) === 'succeeded') expect(stateOf(events, laterMs)).toBe('succeeded');
      if (events.some((event) => /ERROR|CANCELLED|CHECKPOINT/u.test(event))) return;
      expect(stateOf([...events, 'START'], laterMs)).toBe('running');
    }),
  ));
