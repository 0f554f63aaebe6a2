import { severityNumbers, type Severity } from '@sightglass/model';
import { exceptionAttributes, findException, type ExceptionText } from './exception.ts';
import { parseJsonLine } from './json-line.ts';
import { parsePlainLine } from './plain-line.ts';
import type { Attributes, ParsedLine } from './parsed-line.ts';
import type { Line } from './split-lines.ts';

/** One log record of the observed program. */
export interface OutputRecord {
  readonly body: string;
  readonly severity: Severity;
  /** Time the program wrote, when the line has one; the reader decides whether to believe it. */
  readonly writtenAtMs: number | undefined;
  readonly readAtMs: number;
  readonly traceId?: string | undefined;
  readonly spanId?: string | undefined;
  readonly attributes: Attributes;
}

export interface LineJoiner {
  readonly push: (line: Line, readAtMs: number) => OutputRecord[];
  /** What is still waiting for a continuation. */
  readonly flush: () => OutputRecord[];
}

interface Pending {
  readonly parsed: ParsedLine;
  readonly readAtMs: number;
  readonly lines: string[];
  omittedBytes: number;
  omittedLines: number;
  /** Inside a Python traceback, before the line that names the exception. */
  inTraceback: boolean;
  hasStack: boolean;
}

const keptLines = 200;
const traceback = 'Traceback (most recent call last):';
const chain = /^(?:Caused by: |During handling of the above exception|The above exception was the direct cause)/;
const thrownLine = /^[A-Za-z_$][\w.$]*(?:Error|Exception)\b/;

/** Puts the lines of one stream together into records: indented lines, stack traces and tracebacks join the line before. */
export const createLineJoiner = (): LineJoiner => {
  let pending: Pending | undefined;

  const flush = (): OutputRecord[] => {
    const records = pending === undefined ? [] : [toRecord(pending)];
    pending = undefined;
    return records;
  };

  return {
    flush,
    push: (line, readAtMs) => {
      if (line.text.trim() === '') {
        if (pending?.hasStack === true) pending.lines.push('');
        return pending?.hasStack === true ? [] : flush();
      }
      const json = parseJsonLine(line.text);
      if (json !== undefined) return [...flush(), toRecord(begin(json, line, readAtMs))];
      if (pending !== undefined && continues(pending, line.text)) {
        extend(pending, line);
        return [];
      }
      const done = flush();
      pending = begin(parsePlainLine(line.text), line, readAtMs);
      return done;
    },
  };
};

const begin = (parsed: ParsedLine, line: Line, readAtMs: number): Pending => ({
  parsed,
  readAtMs,
  lines: [parsed.message],
  omittedBytes: line.omittedBytes,
  omittedLines: 0,
  inTraceback: parsed.message.startsWith(traceback),
  hasStack: parsed.message.startsWith(traceback),
});

const continues = (pending: Pending, text: string): boolean => {
  if (pending.inTraceback || /^\s/.test(text)) return true;
  if (pending.hasStack && chain.test(text)) return true;
  if (text.startsWith(traceback)) return pending.hasStack || isAtLeast(pending.parsed.severity, 'ERROR');
  return !pending.hasStack && isAtLeast(pending.parsed.severity, 'ERROR') && thrownLine.test(text);
};

const isAtLeast = (severity: Severity | undefined, least: Severity): boolean =>
  severity !== undefined && severityNumbers[severity] >= severityNumbers[least];

const extend = (pending: Pending, { text, omittedBytes }: Line): void => {
  pending.lines.push(text);
  pending.omittedBytes += omittedBytes;
  if (text.startsWith(traceback)) pending.inTraceback = true;
  else if (!/^\s/.test(text)) pending.inTraceback = false;
  if (pending.inTraceback || /^\s+at \S/.test(text)) pending.hasStack = true;
  if (pending.lines.length <= 2 * keptLines) return;
  pending.lines.splice(keptLines, 1);
  pending.omittedLines += 1;
};

const toRecord = ({ parsed, lines, readAtMs, omittedBytes, omittedLines }: Pending): OutputRecord => {
  const text = lines.join('\n').trimEnd();
  const exception = lines.length > 1 ? findException(text) : undefined;
  return {
    body: exception === undefined ? text : exceptionBody(text, exception),
    severity: parsed.severity ?? (exception === undefined ? 'INFO' : 'ERROR'),
    writtenAtMs: parsed.atMs,
    readAtMs,
    traceId: parsed.traceId,
    spanId: parsed.spanId,
    attributes: {
      ...parsed.attributes,
      ...(exception && exceptionAttributes(exception)),
      ...(omittedBytes > 0 && { 'log.record.omitted_bytes': omittedBytes }),
      ...(omittedLines > 0 && { 'log.record.omitted_lines': omittedLines }),
    },
  };
};

/** What was said before the stack trace, else what was thrown. */
const exceptionBody = (text: string, { type, message, stacktrace }: ExceptionText): string =>
  text.slice(0, text.length - stacktrace.length).trimEnd() || [type, message].filter(Boolean).join(': ');
