import {
  databaseNamespace,
  type Dataset,
  datasetAddress,
  type DatasetRole,
  events,
  fileNamespace,
  tableDatasetName,
} from '@sightglass/model';
import type { LogRecord } from '@sightglass/sdk/telemetry';
import type { DatabaseUse } from '../catalogue/types.ts';
import type { SimulatedRun, SimulatedStage } from '../run/simulated-run.ts';
import { filePathOf } from './checks.ts';
import type { Teller } from './teller.ts';

interface Used {
  readonly dataset: Dataset;
  readonly role: DatasetRole;
  readonly rows?: number | undefined;
  readonly bytes?: number | undefined;
}

/** What a stage has read and written; of one that failed nothing was committed. */
export const datasetRecords = (run: SimulatedRun, stage: SimulatedStage, teller: Teller): LogRecord[] =>
  usesOf(run, stage).map((used) => datasetRecord(used, stage.endMs - 1, teller, stage));

/** What the command line of a program under `exec` declares. */
export const declaredRecords = (run: SimulatedRun, teller: Teller): LogRecord[] => {
  const { reads = [], writes = [] } = run.pipeline;
  const outputs = run.state === 'succeeded' ? writes : [];
  return [
    ...reads.map((dataset) => ({ dataset, role: 'input' as const })),
    ...outputs.map((dataset) => ({ dataset, role: 'output' as const })),
  ].map((used) => datasetRecord(used, run.endMs - 1, teller));
};

const usesOf = ({ pipeline, dueMs }: SimulatedRun, { plan, rows, state }: SimulatedStage): Used[] => {
  const { database, checks, reads = [], writes = [] } = plan;
  const { file } = pipeline;
  const isWritten = state === 'succeeded';
  const uses: Used[] = reads.map((dataset) => ({ dataset, role: 'input' }));
  if (file !== undefined && checks !== undefined)
    uses.push({
      dataset: { namespace: fileNamespace, name: filePathOf(file, dueMs) },
      role: 'input',
      rows: rows.read,
      bytes: rows.read * file.bytesEach,
    });
  if (database?.operation === 'SELECT') uses.push({ dataset: tableOf(database), role: 'input' });
  else if (database !== undefined && isWritten)
    uses.push({ dataset: tableOf(database), role: 'output', rows: rows.written });
  if (isWritten) uses.push(...writes.map((dataset) => ({ dataset, role: 'output' as const, rows: rows.written })));
  return uses;
};

const tableOf = ({ of, table }: Pick<DatabaseUse, 'of' | 'table'>): Dataset => ({
  namespace: databaseNamespace(of.system, of.address, of.port),
  name: tableDatasetName(of.name, table),
});

const datasetRecord = (
  { dataset, role, rows, bytes }: Used,
  atMs: number,
  { record }: Teller,
  stage?: SimulatedStage,
): LogRecord =>
  record({
    atMs,
    severity: 'DEBUG',
    eventName: events.datasetUsed.name,
    body: `${role === 'input' ? 'read' : 'wrote'} ${datasetAddress(dataset)}`,
    stage,
    told: {
      datasetNamespace: dataset.namespace,
      datasetName: dataset.name,
      datasetRole: role,
      datasetRows: rows,
      datasetBytes: bytes,
    },
  });
