import type { DatasetItem } from '@sightglass/model/rest';
import { csvLineOf } from '../../http/files/csv.ts';

const namesOf = (pipelines: DatasetItem['writers'], count: number): string => {
  const names = pipelines.map(({ namespace, pipeline }) => `${namespace}/${pipeline}`).join(' ');
  return count > pipelines.length ? `${names} and ${count - pipelines.length} more` : names;
};

/** The columns of an export, in their order, empty where nothing is known; times are RFC 3339 in UTC. */
const columns: readonly (readonly [
  name: string,
  valueOf: (item: DatasetItem) => string | number | null | undefined,
])[] = [
  ['namespace', ({ namespace }) => namespace],
  ['name', ({ name }) => name],
  ['shown', ({ shown }) => shown.word],
  ['verdict', ({ verdict }) => verdict.id],
  ['written_at', ({ lastWrite }) => lastWrite?.at],
  ['written_by', ({ lastWrite }) => (lastWrite === null ? null : `${lastWrite.namespace}/${lastWrite.pipeline}`)],
  ['written_run_id', ({ lastWrite }) => lastWrite?.runId],
  ['written_run_state', ({ lastWrite }) => lastWrite?.state],
  ['rows_written', ({ lastWrite }) => lastWrite?.rows],
  ['bytes_written', ({ lastWrite }) => lastWrite?.bytes],
  ['read_at', ({ lastRead }) => lastRead?.at],
  ['writers', ({ writers, writerCount }) => namesOf(writers, writerCount)],
  ['readers', ({ readers, readerCount }) => namesOf(readers, readerCount)],
  ['contract', ({ contract }) => contract?.contract],
  ['contract_result', ({ contract }) => contract?.result],
  ['sentence', ({ sentence }) => sentence],
];

/** The first line of a CSV (RFC 4180). */
export const csvHead = csvLineOf(columns.map(([name]) => name));

export const csvLine = (item: DatasetItem): string => csvLineOf(columns.map(([, valueOf]) => valueOf(item)));

/** A dataset whole, as the list answers it. */
export const ndjsonLine = (item: DatasetItem): string => `${JSON.stringify(item)}\n`;
