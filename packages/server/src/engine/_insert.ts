import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requestTables } from '../intake/message-table.ts';
import { checkWire } from '../intake/wire-check.ts';
import type { Signal } from '../wire/proto.ts';
import { type EventKinds, everyEventKind } from '../wire/event-kinds.ts';
import { everyKind, type ValueKinds } from '../wire/value-kinds.ts';
import type { TelemetryClient } from '../storage/telemetry/client.ts';
import type { RedactionSql } from '../storage/telemetry/redaction/redaction-sql.ts';
import { segmentInsertSql } from '../storage/telemetry/segment/insert.ts';

interface InsertOptions {
  readonly segmentId?: string;
  readonly receivedAt?: Date;
  readonly valueKinds?: ValueKinds;
  readonly eventKinds?: EventKinds;
  readonly redaction?: RedactionSql;
}

/** Inserts request bodies as one segment. */
export type Insert = (signal: Signal, bodies: readonly Uint8Array[], options?: InsertOptions) => Promise<void>;

let segments = 0;

/** What a spool would know of the bodies: each kind of value that they cannot hold halves what the engine has to do. */
const contentOf = (
  signal: Signal,
  bodies: readonly Uint8Array[],
): { valueKinds: ValueKinds; eventKinds: EventKinds } => {
  try {
    const checks = bodies.map((body) => checkWire(body, requestTables[signal]));
    const isAsSent = checks.every(({ hasDeepValues, invalidRecords }) => !hasDeepValues && invalidRecords === 0);
    return {
      valueKinds: isAsSent ? checks.reduce((kinds, { valueKinds }) => kinds | valueKinds, 0) : everyKind,
      eventKinds: checks.reduce((kinds, { eventKinds }) => kinds | eventKinds, 0),
    };
  } catch {
    return { valueKinds: everyKind, eventKinds: everyEventKind };
  }
};

/** By segment files in `folder`, as the loader does unless told otherwise. */
export const insertBy =
  (telemetry: TelemetryClient, folder: string): Insert =>
  async (signal, bodies, options = {}) => {
    const { segmentId = `test-${(segments += 1)}`, receivedAt = new Date() } = options;
    const { valueKinds, eventKinds, redaction } = { redaction: undefined, ...contentOf(signal, bodies), ...options };
    const file = join(folder, `${segmentId}.seg`);
    await writeFile(file, Buffer.concat(bodies));
    await telemetry.execute(
      segmentInsertSql({ signal, segmentId, receivedAt, valueKinds, eventKinds, source: { file }, redaction }),
    );
  };
