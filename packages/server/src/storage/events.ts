import { messageOf, type OwnTelemetry } from '../events/own-telemetry.ts';
import { type Loss, lossWords } from './telemetry/parts/losses.ts';

const mostNamed = 10;

export const storageEvents = ({ counter, log }: OwnTelemetry) => {
  let heldBytes = 0;
  const dropped = counter('sightglass_retention_dropped_bytes_total', 'Bytes of telemetry dropped by retention');
  const lost = counter('sightglass_lost_records_total', 'Records accepted that cannot be read or restored any more', [
    'table',
  ]);
  const restored = counter('sightglass_restored_records_total', 'Records put back after files were damaged', ['table']);
  const broken = counter('sightglass_broken_parts_total', 'Parts of the stored telemetry found damaged');
  return {
    partsBroken(names: readonly string[]): void {
      broken.inc(names.length);
      log(
        'error',
        `Files of stored telemetry are damaged, as when the disk was full; they are being restored: ${names.join(', ')}`,
      );
    },
    recordsRestored(table: string, records: number): void {
      restored.inc({ table }, records);
      log('info', `${records} records of ${table} were put back from what was kept.`);
    },
    recordsLost(loss: Loss): void {
      lost.inc({ table: loss.table }, loss.records ?? 0);
      log('error', lossWords(loss));
    },
    sumsCorrected(days: readonly { table: string; day: string }[]): void {
      log(
        'warn',
        `Counts were not those of the records stored, and were counted again: ${days.map(({ table, day }) => `${table} of ${day}`).join(', ')}`,
      );
    },
    careFailed(error: unknown): void {
      log('warn', `The stored telemetry could not be looked after; it is tried again: ${messageOf(error)}`);
    },
    partitionDropped(table: string, partition: string, bytes: number): void {
      dropped.inc(bytes);
      log('info', `Retention dropped ${partition} of ${table}.`, { bytes });
    },
    holdsKept(partitions: readonly { table: string; partition: string; bytes: number }[]): void {
      const bytes = partitions.reduce((sum, one) => sum + one.bytes, 0);
      if (bytes === heldBytes) return;
      heldBytes = bytes;
      if (bytes === 0) return;
      const days = [...new Set(partitions.map(({ partition }) => partition))].toSorted();
      log(
        'warn',
        `Legal holds keep ${bytes} bytes of telemetry beyond the limits of retention: ${days.slice(0, mostNamed).join(', ')}. The disk fills by as much; Settings, Retention shows the holds.`,
      );
    },
    retentionFailed(error: unknown): void {
      log('error', `Retention could not drop old telemetry and tries again later: ${messageOf(error)}`);
    },
    spanRulesFailed(error: unknown): void {
      log('warn', `Runs of spans could not be made or taken back; it is tried again: ${messageOf(error)}`);
    },
    stateDamaged(folder: string, error: unknown): void {
      log(
        'error',
        `The state was damaged and could not be opened (${messageOf(error)}). It lies in ${folder} now, and a new one was begun: positions in audit tables, what was known of databases, APIs isolated by a person, people, their tokens and the access log are forgotten; telemetry is not touched. To restore it, stop the server, put a backup of the folder "state" in its place, and start again.`,
      );
    },
    plansDiffer(pipelines: readonly string[]): void {
      const more = pipelines.length > mostNamed ? ` and ${pipelines.length - mostNamed} more` : '';
      log(
        'warn',
        `Another server that shares this state has other times under \`pipelines:\` for ${pipelines.slice(0, mostNamed).join(', ')}${more}. Only the server that leads judges schedules, by its own: give all servers the same \`pipelines:\`.`,
      );
    },
    wayInFailed(error: unknown): void {
      log('warn', `A request of \`sightglass admin\` could not be answered: ${messageOf(error)}`);
    },
    stateConnectionLost(error: unknown): void {
      log('warn', `A connection to the state database broke and is replaced: ${messageOf(error)}`);
    },
  };
};
export type StorageEvents = ReturnType<typeof storageEvents>;

export const leadEvents = ({ gauge, log }: OwnTelemetry) => {
  let leads = false;
  let hasFailed = false;
  gauge('sightglass_leader', 'Whether this server does what only one of those that share a state does', () =>
    Number(leads),
  );
  return {
    onGained(): void {
      leads = true;
      hasFailed = false;
      log('info', 'This server leads: it reads audit tables, checks databases and APIs, and judges schedules.');
    },
    onLost(): void {
      leads = false;
      log('info', 'This server does not lead any more.');
    },
    onError(error: unknown): void {
      leads = false;
      if (hasFailed) return;
      hasFailed = true;
      log(
        'warn',
        `It could not be found out whether this server leads; it is tried again until it can be: ${messageOf(error)}`,
      );
    },
  };
};
