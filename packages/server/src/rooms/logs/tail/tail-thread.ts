/** The thread that decodes and filters log records for viewers of the live tail, so that intake need not. */
import type { LogRecord } from '@sightglass/model/rest';
import { parentPort } from 'node:worker_threads';
import { eventText } from '../../../http/event-stream.ts';
import { logRecordsOf } from '../../../wire/log-records.ts';
import type { Redactor } from '@sightglass/model/redaction';
import { redactorOf } from '../../../storage/telemetry/redaction/open-redaction.ts';
import { isVisibleRecord } from '../../../storage/telemetry/visible/visible-part.ts';
import { logMatcher } from '../log-matcher.ts';
import { shortened } from '../longest-text.ts';
import type { FromTailThread, ToTailThread } from './tail-messages.ts';

const mostFrameBytes = 65_536;
/** Each becomes an object of about a kilobyte. */
const mostRecords = 100_000;

let redactor: Redactor | undefined;
const matchers = new Map<string, (record: LogRecord) => boolean>();

const send = (message: FromTailThread, moved: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, moved);

parentPort?.on('message', (message: ToTailThread) => {
  if (message.kind === 'redact') redactor = redactorOf(message.policy, message.hashKey);
  if (message.kind === 'open') matchers.set(message.key, matcherOf(message));
  if (message.kind === 'close') matchers.delete(message.key);
  if (message.kind === 'body') show(message.body, message.records);
});

const matcherOf = ({ filter, part }: Extract<ToTailThread, { kind: 'open' }>): ((record: LogRecord) => boolean) => {
  const matches = logMatcher(filter);
  return part === undefined ? matches : (record) => isVisibleRecord(part, record) && matches(record);
};

const show = (body: Uint8Array, count: number): void => {
  try {
    if (count > mostRecords) send({ kind: 'missed', records: count });
    else for (const [key, frames] of framesByKey(logRecordsOf(body, redactor))) sendFrames(key, frames);
  } catch {
    send({ kind: 'missed', records: count }); // intake has proved it well-formed, so this is a fault of ours; others go on
  }
  send({ kind: 'done' });
};

/** A record is written once, however many filters it passes. */
const framesByKey = (records: readonly LogRecord[]): Map<string, Buffer[]> => {
  const written: Buffer[] = [];
  const frameAt = (index: number, record: LogRecord): Buffer =>
    (written[index] ??= Buffer.from(eventText({ data: shortened(record) })));
  return new Map(
    [...matchers].map(([key, matches]) => [
      key,
      records.flatMap((record, index) => (matches(record) ? [frameAt(index, record)] : [])),
    ]),
  );
};

const sendFrames = (key: string, frames: readonly Buffer[]): void => {
  let first = 0;
  let bytes = 0;
  for (const [index, frame] of frames.entries()) {
    bytes += frame.length;
    if (bytes < mostFrameBytes && index < frames.length - 1) continue;
    const joined = new Uint8Array(bytes);
    let at = 0;
    for (const one of frames.slice(first, index + 1)) {
      joined.set(one, at);
      at += one.length;
    }
    send({ kind: 'records', key, frames: joined, count: index + 1 - first }, [joined.buffer]);
    first = index + 1;
    bytes = 0;
  }
};
