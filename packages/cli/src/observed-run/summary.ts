import { countOf, visibleLine } from '@sightglass/model';
import { formatBytes, formatDuration } from '../output/format.ts';
import type { ResourceUse } from '../child/usage-meter.ts';
import type { Delivery } from './delivery.ts';

export interface RunSummary {
  readonly pipeline: string;
  readonly runId: string;
  readonly state: 'succeeded' | 'failed' | 'aborted';
  readonly message: string;
  readonly durationMs: number;
  readonly usage: ResourceUse;
  readonly url: string;
  readonly delivery: Delivery;
}

export const renderSummary = (summary: RunSummary): string => {
  const { pipeline, state, message, durationMs, usage } = summary;
  const facts = [
    usage.cpuTimeMs === undefined ? '' : `CPU ${formatDuration(usage.cpuTimeMs)}`,
    usage.peakRssBytes === undefined ? '' : `memory ${formatBytes(usage.peakRssBytes)}`,
    whereabouts(summary),
  ];
  const end = message === '' ? '' : `: ${visibleLine(message.split('\n')[0] ?? '')}`;
  return `sightglass: ${visibleLine(pipeline)} ${state} after ${formatDuration(durationMs)}${end} · ${facts.filter(Boolean).join(' · ')}`;
};

const whereabouts = ({ url, runId, delivery: { keptBytes, lostRecords, reason } }: RunSummary): string => {
  if (lostRecords > 0) return `${countOf(lostRecords, 'record')} could not be kept (${reason})`;
  if (keptBytes > 0)
    return `${url} cannot be reached (${reason}); ${formatBytes(keptBytes)} kept to be sent by a later run`;
  return `${url}/runs/${runId}`;
};
