import { trace, TraceFlags, type Context } from '@opentelemetry/api';
import { attributes, severityNumbers } from '@sightglass/model';
import { encodeLogAttributes, type Telemetry } from '@sightglass/sdk/telemetry';
import type { OutputStream } from '../child/copy-outputs.ts';
import type { OutputRecord } from '../lines/join-lines.ts';
import type { Attributes } from '../lines/parsed-line.ts';
import type { PlainLine } from '../lines/plain-line.ts';
import { createLineOrigins } from './line-origins.ts';
import { failureOf, type LastWords } from './outcome.ts';
import { createRecordClock, isBelieved } from './record-clock.ts';
import type { RunSpans } from './run-spans.ts';

/** Records what the program says. */
export interface OutputLog {
  readonly write: (stream: OutputStream, record: OutputRecord) => void;
  /** A line that is nothing but its text, UTF-8 from `start` to `end`. */
  readonly writePlain: (stream: OutputStream, bytes: Buffer, start: number, end: number, readAtMs: number) => void;
  /** The message of a line with a head, UTF-8 from `start` to `end`; what stands in the head is in `parsed`. */
  readonly writeHeaded: (
    stream: OutputStream,
    bytes: Buffer,
    start: number,
    end: number,
    readAtMs: number,
    parsed: PlainLine,
  ) => void;
  readonly lastWords: () => LastWords;
  /** The time of the latest record. */
  readonly latestAtMs: () => number;
}

const longestLastLine = 500;
/** OpenTelemetry's name for a record as it was before it was read. */
const original = 'log.record.original';

/** Of a record, as it is sent; `whose` are those of its run and stage. */
const createRecordAttributes = (
  whose: Attributes,
  startedAtMs: number,
  keepsLines: boolean,
): ((record: OutputRecord) => Attributes) => {
  const isOurs = (key: string): boolean => key in whose || key === attributes.processStream;
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
    const isLeftOut = ours.length > 0 || (keepsLines && record.lines() !== record.body);
    const line = record.original ?? (isLeftOut ? record.lines() : undefined);
    if (line !== undefined) all[original] = line;
    return all;
  };
};

export const createOutputLog = (
  { records, logs }: Pick<Telemetry, 'records' | 'logs'>,
  { identity, stage, stageContext }: RunSpans,
  startedAtMs: number,
  keepsLines: boolean,
): OutputLog => {
  const attributesOf = createRecordAttributes({ ...identity, ...stage }, startedAtMs, keepsLines);
  const originOf = (stream: OutputStream): Uint8Array =>
    encodeLogAttributes({ ...identity, ...stage, [attributes.processStream]: stream });
  const clocks = { stdout: createRecordClock(startedAtMs), stderr: createRecordClock(startedAtMs) };
  const origins = { stdout: originOf('stdout'), stderr: originOf('stderr') };
  const originOfLines = createLineOrigins(stage, trace.getSpanContext(stageContext));
  let exception: Attributes | undefined;
  let lastError: string | undefined;
  let lastErrorLine = (): string | undefined => undefined;
  let latestAtMs = startedAtMs;

  const write = (stream: OutputStream, record: OutputRecord): void => {
    if (record.attributes[attributes.exceptionType] !== undefined) exception = failureOf(record.attributes);
    const shortBody = record.body.slice(0, longestLastLine);
    if (isError(record)) lastError = shortBody;
    if (stream === 'stderr') lastErrorLine = () => shortBody;
    const atMs = clocks[stream](record.writtenAtMs, record.readAtMs);
    latestAtMs = Math.max(latestAtMs, atMs);
    records.write({
      atMs,
      severity: record.severity,
      body: record.body,
      attributes: attributesOf(record),
      encoded: origins[stream],
      context: contextOf(record, stageContext),
    });
  };
  const writeLine = (
    stream: OutputStream,
    bytes: Buffer,
    start: number,
    end: number,
    readAtMs: number,
    { severity = 'INFO', attributes: own = none, atMs: writtenAtMs }: Partial<PlainLine> = none,
  ): void => {
    const atMs = clocks[stream](writtenAtMs, readAtMs);
    latestAtMs = Math.max(latestAtMs, atMs);
    if (stream === 'stderr')
      lastErrorLine = () => bytes.toString('utf8', start, Math.min(end, start + longestLastLine));
    logs.writeLine(bytes, start, end, atMs, originOfLines(stream, severity, own));
  };
  return {
    write,
    writePlain: (stream, bytes, start, end, readAtMs) => writeLine(stream, bytes, start, end, readAtMs),
    writeHeaded: (stream, bytes, start, end, readAtMs, parsed) => {
      const { severity, attributes: own, atMs: writtenAtMs, timeField } = parsed;
      if (!keepsLines && (timeField === undefined || isBelieved(writtenAtMs, startedAtMs, readAtMs)))
        return writeLine(stream, bytes, start, end, readAtMs, parsed);
      const body = bytes.toString('utf8', start, end);
      write(stream, {
        body,
        severity: severity ?? 'INFO',
        writtenAtMs,
        timeField,
        readAtMs,
        attributes: own,
        lines: () => wholeLine(bytes, end),
      });
    },
    lastWords: () => ({ exception, lastError, lastErrorLine: lastErrorLine() }),
    latestAtMs: () => latestAtMs,
  };
};

const none = {};

/** The line that ends at `end`. */
const wholeLine = (bytes: Buffer, end: number): string =>
  bytes.toString('utf8', bytes.lastIndexOf('\n', end - 1) + 1, end);

const isError = ({ severity }: OutputRecord): boolean => severityNumbers[severity] >= severityNumbers.ERROR;

/** A line that names its own trace keeps it. */
const contextOf = ({ traceId, spanId }: OutputRecord, stageContext: Context): Context =>
  traceId === undefined || spanId === undefined
    ? stageContext
    : trace.setSpanContext(stageContext, { traceId, spanId, traceFlags: TraceFlags.SAMPLED });
