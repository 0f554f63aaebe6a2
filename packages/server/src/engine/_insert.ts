import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Signal } from '../wire/proto.ts';
import { everyKind, type ValueKinds } from '../wire/value-kinds.ts';
import type { TelemetryClient } from '../storage/telemetry/client.ts';
import { segmentInsertSql } from '../storage/telemetry/segment/insert.ts';

interface InsertOptions {
  readonly segmentId?: string;
  readonly receivedAt?: Date;
  readonly valueKinds?: ValueKinds;
  readonly mayHoldEvents?: boolean;
}

/** Inserts request bodies as one segment. */
export type Insert = (signal: Signal, bodies: readonly Uint8Array[], options?: InsertOptions) => Promise<void>;

let segments = 0;

/** By segment files in `folder`. */
export const insertBy =
  (telemetry: TelemetryClient, folder: string): Insert =>
  async (signal, bodies, options = {}) => {
    const {
      segmentId = `test-${(segments += 1)}`,
      receivedAt = new Date(),
      valueKinds = everyKind,
      mayHoldEvents = true,
    } = options;
    const file = join(folder, `${segmentId}.seg`);
    await writeFile(file, Buffer.concat(bodies));
    await telemetry.execute(
      segmentInsertSql({ signal, segmentId, receivedAt, valueKinds, mayHoldEvents, source: { file } }),
    );
  };
