import { severityNumbers, type Severity } from '@sightglass/model';
import {
  beginsException,
  beginsGroup,
  beginsTraceback,
  beginsUnreadable,
  endsUnreadable,
  exceptionAttributes,
  findException,
  type ExceptionText,
} from './exception.ts';
import { parseJsonLine } from './json-line.ts';
import { parsePlainLine, type PlainLine } from './plain-line.ts';
import { hasPaddedLevel } from './severity-word.ts';
import type { Attributes, ParsedLine } from './parsed-line.ts';
import type { Line } from './redraws.ts';

/** One log record of the observed program. */
export interface OutputRecord {
  readonly body: string;
  readonly severity: Severity;
  /** Time the program wrote, when the line has one; the reader decides whether to believe it. */
  readonly writtenAtMs: number | undefined;
  /** The time as the program wrote it: an attribute where it is not believed. */
  readonly timeField?: ParsedLine['timeField'];
  readonly readAtMs: number;
  readonly traceId?: string | undefined;
  readonly spanId?: string | undefined;
  readonly attributes: Attributes;
  /** The lines as they were, when they hold something that the record does not. */
  readonly original?: string | undefined;
  /** The lines as they were shown. */
  readonly lines: () => string;
  /** The lines as they were printed, where others were drawn over before. */
  readonly printed?: (() => string) | undefined;
}

export interface LineJoiner {
  /** `parsed`: what the line says, when that is known. */
  readonly push: (line: Line, readAtMs: number, parsed?: PlainLine) => OutputRecord[];
  /** Whether a line that is not indented, and is nothing but its text, is a record of its own. */
  readonly isCalm: () => boolean;
  /** Whether something waits for a continuation. */
  readonly isWaiting: () => boolean;
  /** What {@link flush} would give now, which goes on waiting. */
  readonly pending: () => OutputRecord[];
  /** What is still waiting for a continuation. */
  readonly flush: () => OutputRecord[];
}

interface Pending {
  readonly parsed: PlainLine;
  readonly first: string;
  readonly readAtMs: number;
  readonly lines: string[];
  /** Of each line what was printed. */
  readonly printed: string[];
  omittedBytes: number;
  omittedLines: number;
  /** Inside a Python traceback, before the line that names the exception. */
  inTraceback: boolean;
  /** Below the place of what Python could not read, before the line that names the exception. */
  inUnreadable: boolean;
  hasStack: boolean;
  /** The last line names an exception, and no frame has come yet: its message may have more lines. */
  awaitsFrames: boolean;
  /** So many lines still belong to it, whatever they are. */
  nextLines: number;
}

interface ReadLine {
  readonly line: Line;
  readonly readAtMs: number;
}

const keptLines = 200;
/** A message of an exception has at most so many lines more. */
const maxMessageLines = 30;
const chain =
  /^(?:Caused by: |During handling of the above exception|The above exception was the direct cause|--- End of stack trace|Driver stacktrace:|\}$)/;
/** What drivers of databases write below an exception. */
const afterStack = /^(?:(?:LINE \d+|DETAIL|HINT|CONTEXT): |\[(?:SQL|parameters): |\(Background on this error at: )/;
const thrownLine = /^[A-Za-z_$][\w.$]*(?:Error|Exception)\b/;
/** loguru marks the frame that caught the exception. */
const insideTraceback = /^(?:\s|> File )/;
const cause = /^Caused by: /;
const frameLine = /^\s+at \S/;
const causeLine = /^\s+(?:---> |\.\.\. \d)/;

/** Puts the lines of one stream together into records: indented lines, stack traces and tracebacks join the line before. */
export const createLineJoiner = (): LineJoiner => {
  let pending: Pending | undefined;
  /** Lines that are of the pending exception's message if a frame follows, and records of their own if not. */
  let undecided: ReadLine[] = [];

  const take = (): OutputRecord[] => {
    const records = pending === undefined ? [] : [toRecord(pending)];
    pending = undefined;
    return records;
  };
  const decide = (): OutputRecord[] => {
    const lines = undecided;
    undecided = [];
    const records = lines.length === 0 ? [] : take();
    for (const { line, readAtMs } of lines) records.push(...push(line, readAtMs));
    return records;
  };
  const flush = (): OutputRecord[] => {
    const records: OutputRecord[] = [];
    while (undecided.length > 0) records.push(...decide());
    records.push(...take());
    return records;
  };
  const pushText = (line: Line, readAtMs: number, given?: PlainLine): OutputRecord[] => {
    if (pending !== undefined && continues(pending, line, undecided.length > 0)) {
      if (isFullOfRows(pending)) return [...take(), ...pushText(line, readAtMs)];
      for (const { line: earlier } of undecided) extend(pending, earlier);
      undecided = [];
      extend(pending, line);
      return [];
    }
    const parsed = given ?? parsePlainLine(line.text);
    if (pending?.awaitsFrames === true && mayBeMessage(line.text, parsed) && undecided.length < maxMessageLines) {
      undecided.push({ line, readAtMs });
      return [];
    }
    if (undecided.length > 0) return [...decide(), ...push(line, readAtMs)];
    const done = take();
    pending = begin(parsed, line, readAtMs);
    return done;
  };
  const push = (line: Line, readAtMs: number, parsed?: PlainLine): OutputRecord[] => {
    if (line.text.trim() === '') {
      if (undecided.length >= maxMessageLines) return [...decide(), ...push(line, readAtMs)];
      if (undecided.length > 0) undecided.push({ line, readAtMs });
      else if (pending?.hasStack === true) addLine(pending, '', '');
      else return take();
      return [];
    }
    const json = parsed === undefined ? parseJsonLine(line.text) : undefined;
    return json === undefined ? pushText(line, readAtMs, parsed) : [...flush(), jsonRecord(json, line, readAtMs)];
  };
  const isCalm = (): boolean => undecided.length === 0 && (pending === undefined || isAlone(pending));
  const isWaiting = (): boolean => pending !== undefined || undecided.length > 0;
  const showPending = (): OutputRecord[] => {
    if (pending === undefined) return [];
    const more = undecided.map(({ line }) => line.text);
    return [toRecord({ ...pending, lines: [...pending.lines, ...more] })];
  };
  return { flush, push, isCalm, isWaiting, pending: showPending };
};

/** Whether the message of an exception can go on with a line: not with another exception. */
const mayBeMessage = (text: string, { severity }: PlainLine): boolean =>
  severity === undefined && (cause.test(text) || !beginsException(text));

const begin = (parsed: PlainLine, { text, omittedBytes, printed = text }: Line, readAtMs: number): Pending => {
  const isTraceback = beginsTraceback(parsed.message);
  return {
    parsed,
    first: text,
    readAtMs,
    lines: [parsed.message],
    printed: [printed],
    omittedBytes,
    omittedLines: 0,
    inTraceback: isTraceback && !beginsGroup(parsed.message),
    inUnreadable: beginsUnreadable(text),
    hasStack: isTraceback || parsed.format?.hasStack === true,
    awaitsFrames: beginsException(text),
    nextLines: parsed.format?.nextLines ?? 0,
  };
};

/** Of a stack the first and the last lines will do. Other lines are data, of which none is left out. */
const isFullOfRows = ({ lines, hasStack, inTraceback }: Pending): boolean =>
  lines.length >= 2 * keptLines && !hasStack && !inTraceback;

/** Only an indented line can belong to it. */
const isAlone = ({ parsed, inTraceback, inUnreadable, hasStack, awaitsFrames, nextLines }: Pending): boolean =>
  !inTraceback &&
  !inUnreadable &&
  !hasStack &&
  !awaitsFrames &&
  nextLines <= 0 &&
  parsed.format?.continuedBy === undefined &&
  parsed.format?.continuedByPair === undefined &&
  !isAtLeast(parsed.severity, 'ERROR');

const continues = (pending: Pending, { text, isDrawn }: Line, isUndecided: boolean): boolean => {
  const { parsed, hasStack } = pending;
  if (isDrawn === true && !pending.inTraceback) return frameLine.test(text) && (hasStack || pending.awaitsFrames);
  // While it is not known whether a message goes on, only a frame says so.
  if (isUndecided) return frameLine.test(text) || causeLine.test(text);
  if (pending.inTraceback) return true;
  if (beginsGroup(text) || beginsUnreadable(text)) return hasStack || isAtLeast(parsed.severity, 'ERROR');
  if (/^\s/.test(text)) return !hasPaddedLevel(text);
  if (parsed.format?.continuedBy?.test(text) === true) return true;
  if (parsed.format?.continuedByPair?.test(`${pending.first}\n${text}`) === true) return true;
  if (pending.inUnreadable && endsUnreadable(text)) return true;
  if (pending.nextLines > 0) return parsePlainLine(text).severity === undefined;
  if (hasStack && (chain.test(text) || afterStack.test(text))) return true;
  if (beginsTraceback(text)) return hasStack || isAtLeast(parsed.severity, 'ERROR');
  return !hasStack && isAtLeast(parsed.severity, 'ERROR') && thrownLine.test(text);
};

const isAtLeast = (severity: Severity | undefined, least: Severity): boolean =>
  severity !== undefined && severityNumbers[severity] >= severityNumbers[least];

const extend = (pending: Pending, { text, omittedBytes, printed = text }: Line): void => {
  pending.omittedBytes += omittedBytes;
  pending.nextLines -= 1;
  readStack(pending, text);
  addLine(pending, text, printed);
};

/** Keeps the first and the last lines, whatever came between. */
const addLine = (pending: Pending, text: string, printed: string): void => {
  pending.lines.push(text);
  pending.printed.push(printed);
  if (pending.lines.length <= 2 * keptLines) return;
  pending.lines.splice(keptLines, 1);
  pending.printed.splice(keptLines, 1);
  pending.omittedLines += 1;
};

const readStack = (pending: Pending, text: string): void => {
  const isGroup = beginsGroup(text);
  const isFrame = frameLine.test(text);
  const endsHere = pending.inUnreadable && endsUnreadable(text);
  if (beginsTraceback(text) && !isGroup) pending.inTraceback = true;
  else if (!insideTraceback.test(text)) pending.inTraceback = false;
  if (!/^\s/.test(text)) pending.inUnreadable = false;
  if (pending.inTraceback || isGroup || isFrame || endsHere) pending.hasStack = true;
  if (isFrame || causeLine.test(text)) pending.awaitsFrames = false;
  else if (pending.awaitsFrames && /^\s/.test(text)) return;
  else pending.awaitsFrames = cause.test(text) || (!pending.hasStack && beginsException(text));
};

const jsonRecord = (json: ParsedLine, { text, omittedBytes, printed }: Line, readAtMs: number): OutputRecord => ({
  body: json.message,
  severity: json.severity ?? 'INFO',
  writtenAtMs: json.atMs,
  timeField: json.timeField,
  readAtMs,
  traceId: json.traceId,
  spanId: json.spanId,
  attributes:
    omittedBytes > 0 ? { ...json.attributes, 'pipeline.log.record.omitted_bytes': omittedBytes } : json.attributes,
  original: json.original,
  lines: () => text,
  printed: printed === undefined ? undefined : () => printed,
});

const toRecord = ({ parsed, first, lines, printed, readAtMs, omittedBytes, omittedLines }: Pending): OutputRecord => {
  // An empty first line is that of .NET, whose message is on the next, indented.
  const text = (lines[0] === '' ? lines.slice(1).map((line) => line.replace(/^ {6}/, '')) : lines).join('\n').trimEnd();
  const raw = (): string => [first, ...lines.slice(1)].join('\n').trimEnd();
  const exception = exceptionIn(text, parsed, lines.length > 1 ? raw : undefined);
  return {
    body: exception === undefined ? text : exceptionBody(text, exception),
    severity:
      parsed.format?.softenedBy?.test(text) === true
        ? 'WARN'
        : (parsed.severity ?? (exception === undefined ? 'INFO' : 'ERROR')),
    writtenAtMs: parsed.atMs,
    timeField: parsed.timeField,
    readAtMs,
    attributes: {
      ...parsed.attributes,
      ...(exception && exceptionAttributes(exception)),
      ...(omittedBytes > 0 && { 'pipeline.log.record.omitted_bytes': omittedBytes }),
      ...(omittedLines > 0 && { 'pipeline.log.record.omitted_lines': omittedLines }),
    },
    lines: raw,
    printed: () => printed.join('\n').trimEnd(),
  };
};

/** The level of a line may have been part of the exception: `Error: no rows`, with frames below. */
const exceptionIn = (
  text: string,
  { format }: PlainLine,
  raw: (() => string) | undefined,
): ExceptionText | undefined => {
  if (raw !== undefined) return findException(text) ?? (format?.isWeak === true ? findException(raw()) : undefined);
  return format?.head === 'none' && format.isWhole === true ? findException(text) : undefined;
};

/** What was said before the stack trace, else what was thrown. */
const exceptionBody = (text: string, { type, message, stacktrace }: ExceptionText): string =>
  (text.endsWith(stacktrace) ? text.slice(0, text.length - stacktrace.length).trimEnd() : '') ||
  [type, message].filter(Boolean).join(': ');
