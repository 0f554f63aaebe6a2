import { randomUUID } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { attributes as names, events } from '@sightglass/model';
import { createHttpPoster } from '../export/http-post.ts';
import { writeLogRecord } from '../otlp/log-record.ts';
import { RecordBatch } from '../otlp/record-batch.ts';
import { resourceUseAttributes, type ResourceUse } from '../resources/resource-use.ts';
import { eventWords } from '../run/events/event-words.ts';
import type { Beat, HeartMessage, HeartThreadData, Pulse } from './pulse.ts';
import { createRecentRecordsReader } from './recent-records.ts';

/**
 * What the heartbeat thread does: sends the heartbeats it is given, and, when it is given none for too long, its own, with what the
 * main thread recorded last and may not have sent.
 */
const { resource, recent, ...destination } = workerData as HeartThreadData;
const poster = createHttpPoster(destination);
const batch = new RecordBatch(resource, { name: '@sightglass/sdk' }, writeLogRecord);
const unsentRecords = createRecentRecordsReader(recent);
const headers = { 'content-type': 'application/x-protobuf' };
/** Intervals to wait for the main thread before it counts as blocked. */
const patience = 1.2;

interface RunBeats {
  take(beat: Beat): void;
  end(): void;
}

const follow = (pulse: Pulse, first: Beat): RunBeats => {
  let last = first;
  let takenAtMs = performance.now() - Math.max(0, Date.now() - first.atMs);
  let cpuAtTakenMs = cpuMs();
  let underWay = false;
  const send = (beat: Beat, blockedForMs: number | undefined) => {
    if (underWay) return;
    underWay = true;
    void post(pulse, beat, blockedForMs).finally(() => (underWay = false));
  };
  const beatAlone = () => {
    const silentMs = performance.now() - takenAtMs;
    const blockedForMs = silentMs - pulse.intervalMs;
    const use = useNow(last.use, cpuMs() - cpuAtTakenMs, blockedForMs);
    void sendRecent();
    send({ atMs: last.atMs + silentMs, use }, blockedForMs);
  };
  const timer = setInterval(beatAlone, pulse.intervalMs * patience);
  return {
    take: (beat) => {
      last = beat;
      takenAtMs = performance.now();
      cpuAtTakenMs = cpuMs();
      timer.refresh();
      send(beat, undefined);
    },
    end: () => clearInterval(timer),
  };
};

/** CPU time and resident memory are those of the whole process, here as there; the heap is known to the main thread alone. */
const useNow = (last: ResourceUse, cpuSinceMs: number, blockedForMs: number): ResourceUse => ({
  ...last,
  cpuTimeMs: last.cpuTimeMs + cpuSinceMs,
  peakRssBytes: Math.max(last.peakRssBytes ?? 0, process.memoryUsage.rss()),
  eventLoopDelayMaxMs: Math.max(last.eventLoopDelayMaxMs ?? 0, blockedForMs),
});

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** A heartbeat that does not arrive is of no more use: the next one says it all. */
const post = async (pulse: Pulse, { atMs, use }: Beat, blockedForMs: number | undefined): Promise<void> => {
  const attributes = {
    ...pulse.attributes,
    ...resourceUseAttributes(use),
    [names.runNotAnsweringMs]: blockedForMs,
  };
  batch.add({
    atMs,
    severity: 'DEBUG',
    body: eventWords('runHeartbeat', attributes, { blockedForMs }),
    eventName: events.runHeartbeat.name,
    attributes,
    span: pulse.span,
  });
  await arrives(batch.take());
};

const arrives = async (body: Buffer): Promise<boolean> => {
  const answer = await poster.post(body, { ...headers, 'idempotency-key': randomUUID() }).catch(() => undefined);
  return answer !== undefined && answer.status < 300;
};

let isSending = false;

/** The main thread sends them again when it goes on; sent twice, they count once. */
const sendRecent = async (): Promise<void> => {
  const unsent = unsentRecords();
  if (isSending || unsent.bytes.byteLength === 0) return;
  isSending = true;
  batch.addWritten(unsent.bytes);
  if (await arrives(batch.take())) unsent.sent();
  isSending = false;
};

const runs = new Map<number, RunBeats>();

parentPort?.on('message', (message: HeartMessage) => {
  if (message.kind === 'begin') runs.set(message.key, follow(message.pulse, message.first));
  else if (message.kind === 'beat') runs.get(message.key)?.take(message.beat);
  else {
    runs.get(message.key)?.end();
    runs.delete(message.key);
  }
});
