import type { TraceListItem } from '@sightglass/model/rest';
import type { FileColumn } from '../../http/files/list-file.ts';

export const traceColumns: readonly FileColumn<TraceListItem>[] = [
  ['trace_id', ({ traceId }) => traceId],
  ['name', ({ name }) => name],
  ['service', ({ service }) => service],
  ['services', ({ services = [] }) => services.join(' ')],
  ['started_at', ({ startedAt }) => startedAt],
  ['duration_ms', ({ durationMs }) => durationMs],
  ['spans', ({ spans }) => spans],
  ['spans_failed', ({ errors }) => errors],
  ['run_ids', ({ runs = [] }) => runs.map(({ runId }) => runId).join(' ')],
  ['pipelines', ({ runs = [] }) => runs.map(({ namespace, pipeline }) => `${namespace}/${pipeline}`).join(' ')],
];
