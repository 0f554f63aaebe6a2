import { expect, it } from 'vitest';
import { company } from '../catalogue/company.ts';
import { dayMs, minuteMs } from '../times.ts';
import { auditRowsIn } from './rows.ts';

const anchorMs = Date.parse('2026-11-20T10:21:00Z');
const stretch = { seed: 1, anchorMs, sinceMs: anchorMs - 90 * dayMs, pipelines: company };
const all = auditRowsIn({ ...stretch, fromMs: stretch.sinceMs, untilMs: anchorMs });

it('has a row for each job, with an id that only grows and rows that balance', () => {
  expect(new Set(all.map(({ job_name: name }) => name))).toEqual(new Set(['invoices', 'dunning']));
  expect(all.length).toBeGreaterThan(360);
  const ids = all.map(({ job_run_id: id }) => id);
  expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
  for (const row of all)
    expect(row.rows_in).toBe((row.rows_loaded ?? 0) + (row.rows_rejected ?? 0) + (row.rows_skipped ?? 0));
});

it('notes the start of a job, and then its end under the same id', () => {
  const [last] = all.slice(-1);
  const startMs = Date.parse(last?.start_ts ?? '');
  const begun = auditRowsIn({ ...stretch, fromMs: startMs - minuteMs, untilMs: startMs + minuteMs });
  expect(begun).toMatchObject([{ job_run_id: last?.job_run_id, status: 'RUNNING', end_ts: null, rows_in: null }]);
  const ended = auditRowsIn({ ...stretch, fromMs: startMs + minuteMs, untilMs: anchorMs });
  expect(ended).toEqual([last]);
});
