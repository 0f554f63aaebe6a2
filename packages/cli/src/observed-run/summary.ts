import {
  certainlyShown,
  countOf,
  emptyLedger,
  formatCount,
  isExplained,
  ledgerColumns,
  ledgerDifference,
  nothingUnexplained,
  type Shown,
  type ShownState,
  unexplainedBy,
  visibleLine,
} from '@sightglass/model';
import { formatBytes, formatDuration } from '../output/format.ts';
import { pathOfRun } from '../client/find-run.ts';
import type { ResourceUse } from '../child/usage-meter.ts';
import type { Delivery } from './delivery.ts';
import type { RowCounts } from './rows/row-counts.ts';

export interface RunSummary {
  readonly namespace: string;
  readonly pipeline: string;
  readonly runId: string;
  readonly state: 'succeeded' | 'failed' | 'aborted';
  readonly message: string;
  readonly durationMs: number;
  readonly rows: RowCounts;
  /** What was given as --rows and matched no line. */
  readonly idleRules: readonly string[];
  /** What was given as --rows and took too long. */
  readonly stoppedRules: readonly string[];
  readonly usage: ResourceUse;
  readonly url: string;
  readonly delivery: Delivery;
}

/** The state of the run as its server shows it, as far as its own counts make that certain. */
export const shownEnd = ({ state, rows }: Pick<RunSummary, 'state' | 'rows'>): Shown<ShownState> => {
  const isCounted = rows.read !== undefined && rows.written !== undefined;
  const all = { ...emptyLedger, ...rows };
  const unexplained = isCounted ? unexplainedBy(ledgerDifference(all)) : nothingUnexplained;
  const rowsCounted = ledgerColumns.some((column) => rows[column] !== undefined);
  return certainlyShown({ state, rows: all, rowsCounted, unexplained, balanced: isExplained(unexplained), doubts: [] });
};

export const renderSummary = (summary: RunSummary): string => {
  const { pipeline, state, message, durationMs, rows, idleRules, usage } = summary;
  const { id, word } = shownEnd(summary);
  const facts = [
    rowWords(rows),
    ...idleRules.map((rule) => `no line matched --rows "${visibleLine(rule)}"`),
    usage.cpuTimeMs === undefined ? '' : `CPU ${formatDuration(usage.cpuTimeMs)}`,
    usage.peakRssBytes === undefined ? '' : `memory ${formatBytes(usage.peakRssBytes)}`,
    whereabouts(summary),
  ];
  const end = message === '' ? '' : `: ${visibleLine(message.split('\n')[0] ?? '')}`;
  return `sightglass: ${visibleLine(pipeline)}${id === state ? '' : ':'} ${word.toLowerCase()} after ${formatDuration(durationMs)}${end} · ${facts.filter(Boolean).join(' · ')}`;
};

const rowWords = (rows: RowCounts): string =>
  ledgerColumns
    .flatMap((column) => (rows[column] === undefined ? [] : [`${formatCount(rows[column])} ${column}`]))
    .join(', ');

/** One line when telemetry did not reach the server whole, which is all that is printed with --quiet; else undefined. */
export const renderUndelivered = (summary: RunSummary): string | undefined => {
  const trouble = undelivered(summary);
  return trouble === undefined ? undefined : `sightglass: ${trouble}`;
};

const whereabouts = (summary: RunSummary): string => {
  const address = `${summary.url}${pathOfRun(summary)}`;
  const { keptBytes, isSentInBackground } = summary.delivery;
  const trouble = undelivered(summary);
  if (trouble !== undefined) return summary.delivery.thinnedRecords > 0 ? `${trouble} · ${address}` : trouble;
  return isSentInBackground && keptBytes > 0
    ? `${address} · ${formatBytes(keptBytes)} are still being sent in the background`
    : address;
};

const undelivered = (summary: RunSummary): string | undefined => {
  const { thinnedRecords } = summary.delivery;
  const clauses = [
    thinnedRecords > 0
      ? `${countOf(thinnedRecords, 'line')} of its output left out: they came faster than they could be sent or kept`
      : undefined,
    unsent(summary),
  ].filter((clause) => clause !== undefined);
  return clauses.length === 0 ? undefined : clauses.join(' · ');
};

const unsent = ({ url, delivery }: RunSummary): string | undefined => {
  const { keptBytes, isSentInBackground, lostRecords, lostBytes, reason = 'no reason given' } = delivery;
  if (lostRecords > 0) return `${countOf(lostRecords, 'record')} could not be delivered (${reason})`;
  if (lostBytes > 0)
    return `${url} cannot be reached (${reason}); ${formatBytes(lostBytes)} could not be kept on disk and are lost`;
  if (keptBytes === 0 || isSentInBackground) return undefined;
  return `${url} cannot be reached (${reason}); ${formatBytes(keptBytes)} are kept on disk and a later run sends them`;
};
