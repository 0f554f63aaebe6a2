import { createHash } from 'node:crypto';
import { databaseEvents } from '@sightglass/model';
import type { LogRecord } from '@sightglass/sdk/telemetry';
import type { DatabaseUse } from '../catalogue/types.ts';
import type { SimulatedStage } from '../run/simulated-run.ts';
import type { Teller } from './teller.ts';

/** What a stage did in its database: its statements, and the transaction they wrote in. */
export const databaseRecords = (use: DatabaseUse, stage: SimulatedStage, { record }: Teller): LogRecord[] => {
  const { of, operation, table, text, rowsEach } = use;
  const at = { dbSystemName: of.system, dbNamespace: of.name, serverAddress: of.address, serverPort: of.port };
  const hasFailed = stage.state === 'failed';
  const rows = operation === 'SELECT' ? stage.rows.read : stage.rows.written;
  const calls = Math.max(1, Math.ceil(rows / rowsEach));
  const durationMs = (stage.endMs - stage.startMs) * 0.8;
  const counted = record({
    atMs: stage.endMs - 1,
    severity: 'DEBUG',
    eventName: databaseEvents.statementsCounted.name,
    body: `${operation} ${table}: ${calls} so far`,
    stage,
    told: {
      ...at,
      dbFingerprint: fingerprintOf(text),
      dbCalls: calls,
      dbErrors: hasFailed ? calls : undefined,
      dbOperationName: operation,
      dbCollectionName: table,
      dbQuerySummary: `${operation} ${table}`,
      dbQueryText: text,
      dbDurationMs: durationMs,
      dbDurationMaxMs: durationMs / calls + 40,
      [operation === 'SELECT' ? 'dbReturnedRows' : 'dbAffectedRows']: rows,
    },
  });
  if (operation === 'SELECT' || hasFailed) return [counted];
  const committed = record({
    atMs: stage.endMs - 1,
    severity: 'DEBUG',
    eventName: databaseEvents.transactionFinished.name,
    body: 'transaction committed',
    stage,
    told: {
      ...at,
      dbTransactionOutcome: 'committed',
      dbTransactionStatements: calls,
      dbDurationMs: durationMs,
      dbAffectedRows: rows,
    },
  });
  return [counted, committed];
};

const fingerprints = new Map<string, string>();
const fingerprintOf = (text: string): string => {
  const known = fingerprints.get(text) ?? createHash('sha256').update(text).digest('hex').slice(0, 16);
  fingerprints.set(text, known);
  return known;
};
