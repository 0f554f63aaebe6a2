import { randomUUID } from 'node:crypto';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { attributes } from '@sightglass/model';
import { writeLogEntry } from '../otlp/log-entry.ts';
import { recordsByRun } from '../otlp/log-counts.ts';
import { RecordBatch } from '../otlp/record-batch.ts';
import { createLifecycle } from '../run/events/lifecycle.ts';
import { createBatch, type Batch } from './batch.ts';

/**
 * Reports on each run, also on one of another process, how many of its log records were given up because the disk buffer was full: with
 * the event by which a process reports what it has left out itself. `add` takes lifecycle events.
 */
export const createLeftOutReports = (add: (batch: Batch) => void): ((given: readonly Batch[]) => void) => {
  const totals = new Map<string, number>();
  const own = { [attributes.serviceInstanceId]: randomUUID() };
  const events = new RecordBatch(own, { name: '@sightglass/sdk' }, writeLogEntry);
  const records = { hasWork: false, write: events.add.bind(events), cut: () => undefined, cutSoon: () => undefined };
  return (given) => {
    for (const { namespace, pipeline, runId, records: count, latestAtMs } of given.flatMap(runsIn)) {
      const identity = {
        [attributes.pipelineNamespace]: namespace ?? 'default',
        [attributes.pipelineName]: pipeline,
        [attributes.runId]: runId,
      };
      const key = JSON.stringify(identity);
      const total = (totals.get(key) ?? 0) + count;
      totals.set(key, total);
      const lifecycle = createLifecycle(records, identity);
      lifecycle.emit('logsThinned', ROOT_CONTEXT, { [attributes.logsThinned]: total }, latestAtMs);
    }
    if (events.records > 0) add(createBatch(events.records, events.take()));
  };
};

const runsIn = ({ body }: Batch): ReturnType<typeof recordsByRun> => {
  try {
    return recordsByRun(body);
  } catch {
    return [];
  }
};
