import { decisiveFile } from '@sightglass/model';
import type { ContractHealth } from '@sightglass/model/rest';
import type { FileColumn } from '../../http/files/list-file.ts';

/** Counts are those of the file that decides the result. */
export const contractColumns: readonly FileColumn<ContractHealth>[] = [
  ['contract', ({ contract }) => contract],
  ['namespace', ({ namespace }) => namespace],
  ['pipeline', ({ pipeline }) => pipeline],
  ['result', ({ result }) => result],
  ['verdict', ({ verdict }) => verdict.id],
  ['checked_at', ({ checkedAt }) => checkedAt],
  ['files_checked', ({ filesChecked }) => filesChecked],
  ['file', (health) => decisiveFile(health)?.file],
  ['run_id', (health) => decisiveFile(health)?.runId],
  ['rows', (health) => decisiveFile(health)?.rows],
  ['rows_rejected', (health) => decisiveFile(health)?.rejected],
  ['sentence', ({ sentence }) => sentence],
];
