import { trace, TraceFlags, type Context } from '@opentelemetry/api';
import { attributes } from '@sightglass/model';
import { encodeLogAttributes, type Telemetry } from '@sightglass/sdk/telemetry';
import type { OutputStream } from '../child/copy-outputs.ts';
import type { OutputRecord } from '../lines/join-lines.ts';
import type { Attributes } from '../lines/parsed-line.ts';
import type { LineRuns } from '../lines/kernel/line-kernel.ts';
import { keepTime, type QuickLine } from '../lines/quick/quick-line.ts';
import { createLastWords } from './last-words.ts';
import { createLineOrigins } from './line-origins.ts';
import type { LastWords } from './outcome.ts';
import { createRecordClock, isBelieved } from './record-clock.ts';
import type { RunSpans } from './run-spans.ts';

/** Records what the program says. */
export interface OutputLog {
  readonly write: (stream: OutputStream, record: OutputRecord) => void;
  /** A line that is a record of its own, as its bytes show. */
  readonly writeQuick: (stream: OutputStream, bytes: Buffer, readAtMs: number, line: QuickLine) => void;
  /** Takes many such lines at once. */
  readonly runs: (stream: OutputStream) => LineRuns;
  /** Keeps on disk what was written, and what waits for a line that continues it, in case this process is killed. */
  readonly keepSoon: (pending: () => readonly (readonly [OutputStream, OutputRecord])[]) => void;
  /** Whether only we give an attribute of this name. */
  readonly isOurs: (name: string) => boolean;
  /** `endedAtMs`: when the program ended, Unix time. */
  readonly lastWords: (endedAtMs: number) => LastWords;
  /** The time of the latest record. */
  readonly latestAtMs: () => number;
}

/** OpenTelemetry's name for a record as it was before it was read. */
const original = 'log.record.original';

/** Of a record, as it is sent. */
const createRecordAttributes = (
  isOurs: (name: string) => boolean,
  startedAtMs: number,
  keepsLines: boolean,
): ((record: OutputRecord) => Attributes) => {
  /**
   * Who is running is for us to say, whatever the program prints. What the record does not hold for that, or for another reason,
   * is in the line, which then comes along.
   */
  return (record) => {
    const { timeField, writtenAtMs, readAtMs } = record;
    const all = { ...record.attributes };
    if (timeField !== undefined && !isBelieved(writtenAtMs, startedAtMs, readAtMs)) all[timeField[0]] = timeField[1];
    const ours = Object.keys(all).filter(isOurs);
    for (const key of ours) delete all[key];
    const isLeftOut = ours.length > 0 || (keepsLines && printedBy(record) !== record.body);
    const line = record.original ?? (isLeftOut ? printedBy(record) : undefined);
    if (line !== undefined) all[original] = line;
    return all;
  };
};

const printedBy = ({ lines, printed = lines }: OutputRecord): string => printed();

export const createOutputLog = (
  { records, logs }: Pick<Telemetry, 'records' | 'logs'>,
  { identity, stage, stageContext }: RunSpans,
  startedAtMs: number,
  keepsLines: boolean,
): OutputLog => {
  const isOurs = (name: string): boolean => name in identity || name in stage || name === attributes.processStream;
  const attributesOf = createRecordAttributes(isOurs, startedAtMs, keepsLines);
  const originOf = (stream: OutputStream): Uint8Array =>
    encodeLogAttributes({ ...identity, ...stage, [attributes.processStream]: stream });
  const clocks = { stdout: createRecordClock(startedAtMs), stderr: createRecordClock(startedAtMs) };
  const origins = { stdout: originOf('stdout'), stderr: originOf('stderr') };
  const originOfLines = createLineOrigins(stage, trace.getSpanContext(stageContext));
  const lastWords = createLastWords();
  let latestAtMs = startedAtMs;

  const entryOf = (stream: OutputStream, record: OutputRecord, atMs: number) => ({
    atMs,
    severity: record.severity,
    body: record.body,
    attributes: attributesOf(record),
    encoded: origins[stream],
    context: contextOf(record, stageContext),
  });
  const write = (stream: OutputStream, record: OutputRecord): void => {
    lastWords.record(stream, record);
    const atMs = clocks[stream](record.writtenAtMs, record.readAtMs);
    latestAtMs = Math.max(latestAtMs, atMs);
    records.write(entryOf(stream, record, atMs));
  };
  const writeQuick: OutputLog['writeQuick'] = (stream, bytes, readAtMs, line) => {
    const { severity, common, message, start, end, atMs: writtenAtMs } = line;
    if (!isBelieved(writtenAtMs, startedAtMs, readAtMs)) keepTime(line, bytes);
    const atMs = clocks[stream](writtenAtMs, readAtMs);
    latestAtMs = Math.max(latestAtMs, atMs);
    lastWords.quick(stream, readAtMs, line);
    logs.writeLine(message, start, end, atMs, originOfLines(stream, severity, common), line.attributes);
  };
  const runs: OutputLog['runs'] = (stream) => ({
    startedAtMs,
    latest: clocks[stream].latest,
    originOf: (severity, common) => originOfLines(stream, severity, common).bytes,
    untilMs: logs.wholeUntilMs,
    onRun: (run, readAtMs) => {
      latestAtMs = Math.max(latestAtMs, run.latestAtMs);
      lastWords.run(stream, readAtMs, run);
      logs.writeWritten(run.records, run.count);
    },
  });
  return {
    write,
    writeQuick,
    runs,
    keepSoon: (pending) =>
      logs.keepSoon(() =>
        pending().map(([stream, record]) =>
          entryOf(stream, record, clocks[stream].next(record.writtenAtMs, record.readAtMs)),
        ),
      ),
    isOurs,
    lastWords: lastWords.at,
    latestAtMs: () => latestAtMs,
  };
};

/** A line that names its own trace keeps it. */
const contextOf = ({ traceId, spanId }: OutputRecord, stageContext: Context): Context =>
  traceId === undefined || spanId === undefined
    ? stageContext
    : trace.setSpanContext(stageContext, { traceId, spanId, traceFlags: TraceFlags.SAMPLED });
