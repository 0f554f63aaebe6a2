import { attributes, severityNumbers, type Severity } from '@sightglass/model';
import type { OutputStream } from '../child/copy-outputs.ts';
import type { OutputRecord } from '../lines/join-lines.ts';
import type { Attributes } from '../lines/parsed-line.ts';
import type { LineRun } from '../lines/kernel/line-kernel.ts';
import type { QuickLine } from '../lines/quick/quick-line.ts';
import { failureOf, type LastWords } from './outcome.ts';

/** Keeps what of a program's output may tell why it ended. */
export interface LastWordsKeeper {
  readonly record: (stream: OutputStream, record: OutputRecord) => void;
  readonly quick: (stream: OutputStream, readAtMs: number, line: QuickLine) => void;
  readonly run: (stream: OutputStream, readAtMs: number, run: LineRun) => void;
  /** `endedAtMs`: when the program ended, Unix time. */
  readonly at: (endedAtMs: number) => LastWords;
}

/** The end of a program is put down to an error at most so far before it: so long, or within so many records and a longer time. */
const nearMs = 10_000;
const nearRecords = 100;
const longestNearMs = 10 * 60_000;
/** An error that comes later than this after an exception is another one. */
const sameFailureMs = 2_000;
/** What stdout holds back is written at the end, behind what stderr got before. */
const heldBackMs = 2_000;
const longestBytes = 500;

interface Mark {
  readonly count: number;
  readonly atMs: number;
}

interface LastLine {
  count: number;
  atMs: number;
  severity: Severity;
  readonly text: Buffer;
  bytes: number;
}

const noLine = (): LastLine => ({
  count: 0,
  atMs: 0,
  severity: 'INFO',
  text: Buffer.alloc(longestBytes),
  bytes: 0,
});

export const createLastWords = (): LastWordsKeeper => {
  let count = 0;
  let exception: (Mark & { readonly attributes: Attributes }) | undefined;
  let error: (Mark & { readonly text: string }) | undefined;
  const lines = { stdout: noLine(), stderr: noLine() };

  const next = (stream: OutputStream, atMs: number, severity: Severity): LastLine => {
    count += 1;
    const line = lines[stream];
    line.count = count;
    line.atMs = atMs;
    line.severity = severity;
    return line;
  };
  return {
    record: (stream, { body, severity, readAtMs, attributes: own }) => {
      const line = next(stream, readAtMs, severity);
      line.bytes = line.text.write(body);
      if (hasException(own)) exception = { count, atMs: readAtMs, attributes: failureOf(own) };
      if (isAtLeast(severity, 'ERROR')) error = { count, atMs: readAtMs, text: textOf(line) };
    },
    quick: (stream, readAtMs, { severity, message, start, end }) => {
      const line = next(stream, readAtMs, severity);
      line.bytes = message.copy(line.text, 0, start, wholeEnd(message, start, end));
    },
    run: (stream, readAtMs, { count: records, severity, records: bytes, bodyAt, bodyEnd }) => {
      count += records - 1;
      const line = next(stream, readAtMs, severity);
      const body = bytes.subarray(bodyAt, wholeEnd(bytes, bodyAt, bodyEnd));
      line.text.set(body);
      line.bytes = body.byteLength;
    },
    at: (endedAtMs) => {
      const isNear = (mark: Mark): boolean => {
        const beforeMs = endedAtMs - mark.atMs;
        return beforeMs <= nearMs || (count - mark.count <= nearRecords && beforeMs <= longestNearMs);
      };
      const lastError = error !== undefined && isNear(error) ? error : undefined;
      const isOther = (mark: Mark): boolean => lastError !== undefined && lastError.atMs - mark.atMs > sameFailureMs;
      return {
        exception:
          exception !== undefined && isNear(exception) && !isOther(exception) ? exception.attributes : undefined,
        lastError: lastError?.text,
        lastLine: lastLineOf(lines),
      };
    },
  };
};

/** Undefined where the program warned last: a warning is no reason to end. */
const lastLineOf = ({ stdout, stderr }: Readonly<Record<OutputStream, LastLine>>): string | undefined => {
  const latest = stdout.count > stderr.count ? stdout : stderr;
  const isHeldBack = latest === stdout && stderr.count > 0 && stdout.atMs - stderr.atMs <= heldBackMs;
  const line = isHeldBack && !isAtLeast(stderr.severity, 'WARN') ? stderr : latest;
  return line.count === 0 || isAtLeast(line.severity, 'WARN') ? undefined : textOf(line);
};

const textOf = ({ text, bytes }: LastLine): string => text.toString('utf8', 0, bytes);

/** Where at most so many bytes of UTF-8 end that hold whole characters. */
const wholeEnd = (message: Uint8Array, start: number, end: number): number => {
  let at = Math.min(end, start + longestBytes);
  if (at === end) return end;
  while (at > start && ((message[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  return at;
};

/** Loggers write these keys without an exception, too. */
const hasException = ({ [attributes.exceptionType]: type }: Attributes): boolean =>
  type !== undefined && type !== '' && type !== 'null';

const isAtLeast = (severity: Severity, least: Severity): boolean => severityNumbers[severity] >= severityNumbers[least];
