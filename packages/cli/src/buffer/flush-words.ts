import { formatBytes, formatCount } from '../output/format.ts';

/** What `sightglass flush` has to say. Bytes of files, as they lie in `folder`. */
export interface FlushReport {
  readonly url: string;
  readonly folder: string;
  readonly sentRecords: number;
  readonly refusedRecords: number;
  readonly leftBytes: number;
  /** Kept by programs that are still running, which send it themselves. */
  readonly inUseBytes: number;
  /** Waits for a server under another URL. */
  readonly elsewhereBytes: number;
  readonly reason: string | null;
}

/** One sentence for each thing there is to know, the most important first. */
export const flushWords = (report: FlushReport): string[] => [
  outcome(report),
  ...(report.refusedRecords > 0
    ? [`The server refused ${count(report.refusedRecords)}: ${report.reason ?? 'it did not say why'}.`]
    : []),
  ...(report.inUseBytes > 0
    ? [`Programs that are running keep ${formatBytes(report.inUseBytes)} more and send it themselves.`]
    : []),
  ...(report.elsewhereBytes > 0
    ? [`${formatBytes(report.elsewhereBytes)} wait for a server under another URL; say which with --url.`]
    : []),
];

const outcome = ({ url, folder, sentRecords, refusedRecords, leftBytes, reason }: FlushReport): string => {
  if (leftBytes > 0) {
    const sent = sentRecords > 0 ? `after ${count(sentRecords)} ` : '';
    return `${url} stopped taking telemetry ${sent}(${reason ?? 'no reason given'}); ${formatBytes(leftBytes)} are left in ${folder}. Start the server, or give another --url, and flush again.`;
  }
  if (sentRecords === 0 && refusedRecords === 0) return `Nothing waits in ${folder} for ${url}.`;
  return `Sent ${count(sentRecords)} to ${url}; nothing is left.`;
};

const count = (records: number): string => `${formatCount(records)} ${records === 1 ? 'record' : 'records'}`;
