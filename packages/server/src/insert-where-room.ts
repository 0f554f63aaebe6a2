import type { EngineSupervisor } from './engine/supervisor.ts';
import type { DiskRoom } from './spool/disk-room.ts';
import type { LoaderOptions } from './spool/loader.ts';
import type { StorageEvents } from './storage/events.ts';
import type { TelemetryClient } from './storage/telemetry/client.ts';
import { insertSegmentFile } from './storage/telemetry/insert-segment.ts';
import type { Redaction } from './storage/telemetry/redaction/open-redaction.ts';

interface InsertParts {
  readonly telemetry: TelemetryClient;
  readonly engine: EngineSupervisor;
  readonly room: DiskRoom;
  readonly redaction: Redaction | undefined;
  readonly events: StorageEvents;
}

/** While the disk is full, what the engine says of a segment may be due to that: it is refused only afterwards. */
export const insertWhereRoom = ({
  telemetry,
  engine,
  room,
  redaction,
  events: { careFailed },
}: InsertParts): LoaderOptions['insert'] => {
  let restarting: Promise<void> | undefined;
  const startAgain = (): void => {
    if (room.isShort) return;
    restarting ??= engine
      .restart('could not read the schema it keeps in a file')
      .catch(careFailed)
      .finally(() => (restarting = undefined));
  };
  const insert = insertSegmentFile(telemetry, startAgain, redaction);
  return async (segment) => {
    const outcome = await insert(segment);
    return outcome.kind === 'refused' && room.isShort ? { ...outcome, kind: 'retryable' } : outcome;
  };
};
