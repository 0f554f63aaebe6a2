import type { WaitingFor } from './waiting-for.ts';
import { formatBytes, formatCount } from '../output/format.ts';

/** What `sightglass flush` has to say. Bytes of files, as they lie in `folder`. */
export interface FlushReport {
  readonly url: string;
  /** The URL it was kept for. */
  readonly from: string;
  readonly folder: string;
  readonly sentRecords: number;
  readonly refusedRecords: number;
  readonly leftBytes: number;
  /** Kept by programs that are still running, which send it themselves. */
  readonly inUseBytes: number;
  readonly elsewhereBytes: number;
  /** What waits for servers under other URLs. */
  readonly elsewhere: readonly WaitingFor[];
  readonly reason: string | null;
}

/** One sentence for each thing there is to know, the most important first. */
export const flushWords = (report: FlushReport): string[] => [
  outcome(report),
  ...(report.refusedRecords > 0
    ? [`The server refused ${count(report.refusedRecords)}: ${report.reason ?? 'it gave no reason'}.`]
    : []),
  ...(report.inUseBytes > 0
    ? [`Programs that are running keep ${formatBytes(report.inUseBytes)} more and send it themselves.`]
    : []),
  ...report.elsewhere.map((waiting) => waitingElsewhere(waiting, report.url)),
];

/** How what was kept for another server, or for this one under its old URL, is sent. */
export const waitingElsewhere = ({ url, folder, bytes }: WaitingFor, here: string): string => {
  if (url === null)
    return `${formatBytes(bytes)} in ${folder} wait for a server under another URL; choose it with --url.`;
  if (url === here) return `${formatBytes(bytes)} wait for ${url}: sightglass flush --url ${url}`;
  return `${formatBytes(bytes)} wait for ${url}. If that server is now at ${here}: sightglass flush --from ${url} --url ${here}`;
};

const outcome = ({ url, from, folder, sentRecords, refusedRecords, leftBytes, reason }: FlushReport): string => {
  if (leftBytes > 0) {
    const sent = sentRecords > 0 ? `after ${count(sentRecords)} ` : '';
    return `${url} stopped taking telemetry ${sent}(${reason ?? 'no reason given'}); ${formatBytes(leftBytes)} are left in ${folder}. Start the server, or give another --url, and flush again.`;
  }
  if (sentRecords === 0 && refusedRecords === 0) return `Nothing waits in ${folder} for ${from}.`;
  return `Sent ${count(sentRecords)} to ${url}; nothing is left.`;
};

const count = (records: number): string => `${formatCount(records)} ${records === 1 ? 'record' : 'records'}`;
