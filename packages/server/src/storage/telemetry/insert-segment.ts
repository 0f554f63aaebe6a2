import type { InsertOutcome } from '../../spool/loader.ts';
import type { Signal } from '../../otlp/proto.ts';
import type { Segment } from '../../spool/segment.ts';
import { segmentInsertSql } from './segment/insert.ts';
import { QueryTimeoutError, TelemetryUnavailableError, type TelemetryClient } from './client.ts';

/** Engine errors that pass by themselves (ClickHouse `ErrorCodes`): files that cannot be written, timeouts, too many queries or parts, memory, disk, network, shutdown. */
const passing = new Set([
  '74',
  '75',
  '76',
  '159',
  '160',
  '172',
  '202',
  '203',
  '209',
  '210',
  '236',
  '241',
  '242',
  '243',
  '252',
  '279',
  '319',
  '394',
  '473',
  '999',
  '1001',
]);

/** Inserts spool segments the embedded engine can open as files. */
export const insertSegmentFile = (telemetry: TelemetryClient) => {
  const insert = firstAlone((segment: Segment) =>
    telemetry.execute(
      segmentInsertSql({
        signal: segment.signal,
        segmentId: segment.id,
        receivedAt: segment.createdAt,
        valueKinds: segment.valueKinds,
        source: { file: segment.path },
      }),
    ),
  );
  return async (segment: Segment): Promise<InsertOutcome> => {
    try {
      await insert(segment);
      return { kind: 'inserted' };
    } catch (error) {
      return { kind: isPassing(error) ? 'retryable' : 'refused', error };
    }
  };
};

/** The first insert of a signal makes the engine keep its schema in a file, which two at once would fight over. */
const firstAlone = (insert: (segment: Segment) => Promise<void>) => {
  const firsts = new Map<Signal, Promise<void>>();
  return async (segment: Segment): Promise<void> => {
    const first = firsts.get(segment.signal);
    if (first !== undefined) {
      await first.catch(() => {});
      return insert(segment);
    }
    const own = insert(segment);
    firsts.set(segment.signal, own);
    return own;
  };
};

const isPassing = (error: unknown): boolean =>
  error instanceof TelemetryUnavailableError ||
  error instanceof QueryTimeoutError ||
  passing.has(String((error as { code?: unknown }).code));
