import { attributes } from '@sightglass/model';
import { wireFields } from './wire-fields.ts';

/** How many log records of one run a request holds. */
export interface RunRecords {
  readonly namespace: string | undefined;
  readonly pipeline: string;
  readonly runId: string;
  records: number;
  /** The time of the latest of them, in ms since the epoch. */
  latestAtMs: number;
}

/** Of an `ExportLogsServiceRequest` that this package has written; records of no run are not among them. Raises RangeError when it is none. */
export const recordsByRun = (request: Uint8Array): RunRecords[] => {
  const bytes = Buffer.from(request.buffer, request.byteOffset, request.byteLength);
  const runs = new Map<string, RunRecords>();
  for (const group of fieldsOf(bytes, 1)) {
    const resource = identityOf(fieldsOf(first(group, 1), 1));
    for (const scope of fieldsOf(group, 2)) for (const record of fieldsOf(scope, 2)) count(runs, record, resource);
  }
  return [...runs.values()];
};

const count = (runs: Map<string, RunRecords>, record: Buffer, resource: Identity): void => {
  const { name: pipeline, id: runId, namespace } = { ...resource, ...identityOf(fieldsOf(record, 6)) };
  if (pipeline === undefined || runId === undefined) return;
  const key = JSON.stringify([namespace, pipeline, runId]);
  const run = runs.get(key) ?? { namespace, pipeline, runId, records: 0, latestAtMs: 0 };
  runs.set(key, run);
  run.records += 1;
  const time = first(record, 1);
  if (time.length === 8) run.latestAtMs = Math.max(run.latestAtMs, Number(time.readBigUInt64LE() / 1000n) / 1000);
};

interface Identity {
  namespace?: string;
  name?: string;
  id?: string;
}

const identityOf = (pairs: Iterable<Buffer>): Identity => {
  const identity: Identity = {};
  for (const pair of pairs) {
    const key = first(pair, 1).toString();
    if (key === attributes.pipelineNamespace) identity.namespace = textIn(pair);
    else if (key === attributes.pipelineName) identity.name = textIn(pair);
    else if (key === attributes.runId) identity.id = textIn(pair);
  }
  return identity;
};

const textIn = (pair: Buffer): string => first(first(pair, 2), 1).toString();

const first = (message: Buffer, field: number): Buffer => {
  for (const value of fieldsOf(message, field)) return value;
  return Buffer.alloc(0);
};

/** The values of one field of a message that are not numbers of varying length. */
function* fieldsOf(message: Buffer, field: number): Generator<Buffer> {
  for (const { number, from, to, varint } of wireFields(message))
    if (number === field && varint === undefined) yield message.subarray(from, to);
}
