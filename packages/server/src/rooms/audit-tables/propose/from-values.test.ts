import { expect, test } from 'vitest';
import { refineByValues } from './from-values.ts';
import { proposeColumns } from './propose.ts';
import type { AuditColumn, ColumnKind } from '../table.ts';

const kinds: Readonly<Record<string, ColumnKind>> = { t: 'time', n: 'number', s: 'text' };
const base = 'id:n:key job_name:s started_at:t ended_at:t';

const proposed = (own: string, rows: readonly Readonly<Record<string, string | null>>[]) => {
  const columns = `${base} ${own}`
    .trim()
    .split(' ')
    .map((word): AuditColumn => {
      const [name = '', kind = 's', key] = word.split(':');
      return { name, type: kind, kind: kinds[kind] ?? 'other', isKey: key === 'key' };
    });
  const { columns: found, notes } = refineByValues(proposeColumns(columns), columns, {}, rows);
  return { state: found.state, isSilent: notes.some((note) => note.startsWith('no column says how a run ended')) };
};

test.each([
  ['exit_code:n', [{ exit_code: '0' }, { exit_code: '8' }], 'exit_code'],
  ['rc:n', [{ rc: '0' }, { rc: null }], 'rc'],
  ['status:n returncode:n', [{ status: '3', returncode: '1' }], 'returncode'],
  ['status:s exit_code:n', [{ status: 'OK', exit_code: '0' }], 'status'],
] as const)('how a run ended is in %s', (own, rows, state) => {
  expect(proposed(own, rows)).toEqual({ state, isSilent: false });
});

test('where no column says how a run ended, that is told', () => {
  expect(proposed('colour:s', [{ colour: 'red' }])).toEqual({ state: undefined, isSilent: true });
  expect(proposed('error_message:s', [{ error_message: null }])).toEqual({ state: undefined, isSilent: false });
});
