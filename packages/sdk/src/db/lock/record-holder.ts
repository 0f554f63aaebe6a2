import type { Context } from '@opentelemetry/api';
import { databaseEvents } from '@sightglass/model';
import { addressAttributes, type DatabaseAddress } from '../record/database-address.ts';
import { statementAttributes } from '../record/tally.ts';
import type { Statement } from '../statement/describe.ts';
import { emitLogRecord } from '../../telemetry/log-records.ts';
import { recordLater } from '../../telemetry/late-records.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
import type { LockWait } from './waits.ts';
import { holderAttributes, holderWords, type LockHolder } from './holder.ts';

interface GivenUp {
  readonly address: DatabaseAddress;
  readonly statement: Statement;
  readonly own: Context;
}

/** Of a statement that has given up before it was known who blocks it: queries once more, and reports that in a record of its own. */
export const recordHolderLater = (wait: LockWait, about: GivenUp): void =>
  recordLater(
    wait.question.askAfter(wait, about.statement.collection ?? '').then(
      (holder) => holder && recordHolder(holder, about),
      () => undefined,
    ),
  );

/** Tells who held the lock of a statement whose own record has been written already. */
const recordHolder = (holder: LockHolder, { address, statement, own }: GivenUp): void => {
  const nowMs = runScopeOf(own)?.clock.nowMs() ?? Date.now();
  emitLogRecord(
    'WARN',
    `${statement.summary} gave up on a lock ${holderWords(holder, nowMs)}`,
    { ...addressAttributes(address), ...statementAttributes(statement), ...holderAttributes(holder, nowMs) },
    { context: own, eventName: databaseEvents.lockHeld.name },
  );
};
