import type { InsertOutcome } from '../../spool/loader.ts';
import type { Segment } from '../../spool/segment.ts';
import { segmentInsertSql } from './segment/insert.ts';
import { TelemetryUnavailableError, type TelemetryClient } from './client.ts';

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

/** Inserts a spool segment the embedded engine can open as a file. */
export const insertSegmentFile =
  (telemetry: TelemetryClient) =>
  async (segment: Segment): Promise<InsertOutcome> => {
    const { signal, id, createdAt, path, valueKinds } = segment;
    try {
      await telemetry.execute(
        segmentInsertSql({ signal, segmentId: id, receivedAt: createdAt, valueKinds, source: { file: path } }),
      );
      return { kind: 'inserted' };
    } catch (error) {
      return { kind: isPassing(error) ? 'retryable' : 'refused', error };
    }
  };

const isPassing = (error: unknown): boolean =>
  error instanceof TelemetryUnavailableError || passing.has(String((error as { code?: unknown }).code));
