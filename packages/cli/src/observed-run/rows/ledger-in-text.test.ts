import { expect, test } from 'vitest';
import { ledgerInText } from './ledger-in-text.ts';

const ledgerOf = (text: string): object => Object.fromEntries(ledgerInText(text) ?? []);

test.each<[text: string, read: number, written: number]>([
  ['read=1,234,567 rows, written=1,234,567', 1_234_567, 1_234_567],
  ["read=1'000 written=990", 1000, 990],
  ['read=1_000,written=990.', 1000, 990],
  ['read=1.234.567 written=1\u202f000', 1_234_567, 1000],
  ['read=14,772, written=14,537', 14_772, 14_537],
  ['read=5 records written=4 records in 3.2 s', 5, 4],
  ['took 12 ms read=3 written=3 duration=1s', 3, 3],
  ['INFO:root:read=3;written=2', 3, 2],
  ['bytes=300 read=3 written=2 (batch 7)', 3, 2],
  ['page 7: read=3 written=2', 3, 2],
  ['batch loaded read=3 written=2', 3, 2],
  ['all 12 files loaded: read=3 written=2 in total', 3, 2],
  ['orders (read=3, written=2)', 3, 2],
  ['filtered=true read=3 written=2 bytes: 40', 3, 2],
])('counts rows: %s', (text, read, written) => expect(ledgerOf(text)).toEqual({ read, written }));

test.each([
  'read=1,234,56 written=1',
  'read=1234,567 written=1',
  "read=1,234'567 written=1",
  'read=0,123 written=1',
  'read=1.234 written=1',
  'read=1 000 written=990',
  'read=1e6 written=1',
  'read=1,234.5 written=1',
  'read=-1 written=2',
  'read=3 written=3 rejected=-2',
  'read=5/10 written=5/10',
  'read=5 / 10 written=5',
  'read=5 of 10 written=5',
  'read=10% written=5%',
  'read=10 % written=5 %',
])('counts nothing where a number is unclear: %s', (text) => expect(ledgerOf(text)).toEqual({}));

test.each([
  'bytes read=100 bytes written=50',
  'bytes-read=100 read=7 written=50 kB',
  'I/O stats: read=4096 written=8192 bytes',
  'I/O stats: read=4096 written=8192',
  'Disk (bytes): read=4096 written=8192',
  'read=4096 written=8192 [KiB]',
  'read=4096 written=8192 in bytes',
  'files read=4 written=4',
  'read=4096 written=8192 unit=bytes',
  'pages read=3 written=4 (buffers)',
  'read=3 pages written=4 pages',
  'read=3ms written=4ms',
  'read=3 s written=4 s',
  'read=3MB written=4MB',
  'read=3 k written=4 k',
  'read=100 rows/s written=90 rows/s',
  'read=100 rows per second written=90 rows per second',
  'read=100 rows, bytes written=50',
  '  Buffers: shared hit=3 read=5 written=2',
])('counts nothing but rows: %s', (text) => expect(ledgerOf(text)).toEqual({}));
