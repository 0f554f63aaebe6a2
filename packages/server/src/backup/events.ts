import { messageOf, type OwnTelemetry } from '../events/own-telemetry.ts';
import type { BackupHead } from './contents.ts';

export const backupEvents = ({ counter, log }: OwnTelemetry) => {
  const taken = counter('sightglass_backups_total', 'Backups taken, by how they ended', ['outcome']);
  return {
    backupSent({ takenAt, bytes, files }: BackupHead): void {
      taken.inc({ outcome: 'sent' });
      log('info', `A backup as of ${takenAt} was sent.`, { bytes, files });
    },
    backupEnded(error: unknown): void {
      taken.inc({ outcome: 'ended' });
      log('warn', `A backup was not sent to its end: ${messageOf(error)}`);
    },
  };
};
export type BackupEvents = ReturnType<typeof backupEvents>;
