import type { IncidentItem } from '@sightglass/model/rest';
import type { FileColumn } from '../../http/files/list-file.ts';

export const incidentColumns: readonly FileColumn<IncidentItem>[] = [
  ['incident', ({ no }) => `INC-${no}`],
  ['title', ({ title }) => title],
  ['severity', ({ severity }) => severity],
  ['state', ({ state }) => state],
  ['shown', ({ shown }) => shown.word],
  ['since', ({ firstBadAt }) => firstBadAt],
  ['opened_at', ({ openedAt }) => openedAt],
  ['acknowledged_at', ({ acknowledgedAt }) => acknowledgedAt],
  ['acknowledged_by', ({ acknowledgedBy }) => acknowledgedBy],
  ['owner', ({ owner }) => owner],
  ['resolved_at', ({ resolvedAt }) => resolvedAt],
  ['resolved_by', ({ resolvedBy }) => resolvedBy],
  ['ended_at', ({ endedAt }) => endedAt],
  ['pipelines', ({ pipelines, pipelineCount }) => namesOf(pipelines, pipelineCount)],
  ['sentence', ({ sentence }) => sentence],
];

const namesOf = (pipelines: readonly string[], count: number): string =>
  count > pipelines.length ? `${pipelines.join(' ')} and ${count - pipelines.length} more` : pipelines.join(' ');
