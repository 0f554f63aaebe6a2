import type { Signal } from '../../wire/proto.ts';
import type { EventKinds } from '../../wire/event-kinds.ts';
import type { Lane } from '../../wire/lane.ts';
import type { ValueKinds } from '../../wire/value-kinds.ts';
import { insertAsClean } from './redaction/clean-parts.ts';
import type { RedactionSql } from './redaction/redaction-sql.ts';
import type { Redaction } from './redaction/open-redaction.ts';
import { segmentInsertSql } from './segment/insert.ts';
import { QueryTimeoutError, TelemetryUnavailableError, type TelemetryClient } from './client.ts';

/** A file of export requests; its name is the token by which repeating the insert changes nothing. */
interface SegmentFile {
  readonly id: string;
  readonly signal: Signal;
  readonly path: string;
  readonly createdAt: Date;
  readonly valueKinds: ValueKinds;
  readonly eventKinds: EventKinds;
  readonly lane: Lane;
}

/** `retryable`: the engine is away or busy. `refused`: it does not take this segment. */
type InsertOutcome =
  { readonly kind: 'inserted' } | { readonly kind: 'retryable' | 'refused'; readonly error: unknown };

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

/**
 * Inserts spool segments the embedded engine can open as files. `onSchemaDamaged` is called when the engine cannot read the schema it has kept
 * in a file of its own, as after a full disk: it must be started again.
 */
export const insertSegmentFile = (
  telemetry: TelemetryClient,
  onSchemaDamaged: () => void = () => {},
  redaction?: Redaction,
) => {
  const insertWith = (segment: SegmentFile, sql: RedactionSql | undefined): Promise<void> =>
    telemetry.execute(
      segmentInsertSql({
        signal: segment.signal,
        eventKinds: segment.eventKinds,
        segmentId: segment.id,
        receivedAt: segment.createdAt,
        valueKinds: segment.valueKinds,
        source: { file: segment.path },
        redaction: sql,
      }),
      segment.lane === 'lines' ? 'lines' : undefined,
    );
  const asClean = redaction === undefined ? undefined : insertAsClean(redaction.sql);
  const insert = firstAlone((segment: SegmentFile) =>
    asClean === undefined ? insertWith(segment, undefined) : asClean(segment.signal, (sql) => insertWith(segment, sql)),
  );
  return async (segment: SegmentFile): Promise<InsertOutcome> => {
    try {
      await insert(segment);
      return { kind: 'inserted' };
    } catch (error) {
      const isOfSchema = error instanceof Error && error.message.includes('__cache__/');
      if (isOfSchema) onSchemaDamaged();
      return { kind: isOfSchema || isPassing(error) ? 'retryable' : 'refused', error: withoutKey(error, redaction) };
    }
  };
};

/** The engine repeats in its messages what it was at, and the key of the hashes stands there. */
const withoutKey = (error: unknown, redaction: Redaction | undefined): unknown => {
  if (redaction === undefined || redaction.hashKey === '' || !(error instanceof Error)) return error;
  error.message = error.message.replaceAll(redaction.hashKey, '…');
  return error;
};

/** The first insert of a signal makes the engine keep its schema in a file, which two at once would fight over. */
const firstAlone = (insert: (segment: SegmentFile) => Promise<void>) => {
  const firsts = new Map<Signal, Promise<void>>();
  return async (segment: SegmentFile): Promise<void> => {
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
