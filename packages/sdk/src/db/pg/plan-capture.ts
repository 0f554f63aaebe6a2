import type { Context } from '@opentelemetry/api';
import { attributes, databaseEvents, sanitiseSql } from '@sightglass/model';
import { emitLogRecord } from '../../telemetry/log-records.ts';
import { addressAttributes, type DatabaseAddress } from '../record/database-address.ts';
import { createPlanGate } from '../record/plan-gate.ts';
import { statementAttributes } from '../record/tally.ts';
import type { Statement } from '../statement/describe.ts';
import { copyOf, type PgOriginals } from './copy-client.ts';
import type { PgClient, PgModule } from './types.ts';

export interface SlowStatement {
  readonly client: PgClient;
  /** As it was sent. */
  readonly text: string;
  readonly statement: Statement;
  readonly address: DatabaseAddress;
  readonly own: Context;
  /** What gives another session the search path this one was given. */
  readonly searchPath: string | undefined;
}

const timeoutMs = 3_000;
/** More than one statement: all but the first would be run. */
const isSeveral = /;\s*\S/;

/** Asks for the plan of a slow statement on a copy of its connection, without running it. */
export const createPlanCapture = (pg: PgModule, originals: PgOriginals): ((slow: SlowStatement) => void) => {
  const gate = createPlanGate();
  return (slow) => {
    if (!isSeveral.test(slow.text)) gate(slow.statement, () => capture(pg, originals, slow));
  };
};

const capture = async (pg: PgModule, originals: PgOriginals, slow: SlowStatement): Promise<void> => {
  const { client, text, statement, address, own, searchPath } = slow;
  const copy = copyOf(pg, originals, client, {
    statement_timeout: timeoutMs,
    lock_timeout: 1_000,
    options: client.connectionParameters?.options,
  });
  await copy.connect();
  try {
    if (searchPath !== undefined) await copy.query(searchPath);
    const explained = await copy.query(`EXPLAIN (GENERIC_PLAN) ${text}`);
    emitLogRecord(
      'INFO',
      `plan of ${statement.summary}`,
      {
        ...addressAttributes(address),
        ...statementAttributes(statement),
        [attributes.dbPlan]: planWithoutData(explained.rows ?? []),
      },
      { context: own, eventName: databaseEvents.planCaptured.name },
    );
  } finally {
    await copy.end();
  }
};

/** Conditions hold data of the statement; costs and row counts do not. */
export const planWithoutData = (rows: readonly unknown[]): string =>
  rows
    .map((row) => String((row as Readonly<Record<string, unknown>>)['QUERY PLAN']))
    .map((line) =>
      line.replace(/^(\s*[A-Z][A-Za-z ]*: )(.*)$/, (_, label: string, rest: string) => label + sanitiseSql(rest)),
    )
    .join('\n');
