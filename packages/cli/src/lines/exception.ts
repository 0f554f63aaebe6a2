import { attributes as names } from '@sightglass/model';
import type { Attributes } from './parsed-line.ts';

export interface ExceptionText {
  readonly type: string;
  readonly message: string;
  readonly stacktrace: string;
}

const pythonHeader = 'Traceback (most recent call last):';
/** Of an exception group, at its outermost: all its lines are indented. */
const groupHeader = /^\s*\+ Exception Group Traceback \(most recent call last\):/m;
const anyPythonHeader = /^(?:\s*\+ Exception Group )?Traceback \(most recent call last\):/m;
const groupEnd = /\n\s*\| ([A-Za-z_][\w.]*)(?:: ([^]*?))?(?=\n\s*\+-|$)/;
/** Where Python could not read a program: there is no header. */
const unreadablePlace = /^ {2}File "(?:[^"]*\.pyw?|<[^"]*>)", line \d+$/;
const unreadableEnd = /^(?:SyntaxError|IndentationError|TabError)(?=:|$)/;
const unreadable = new RegExp(
  String.raw`${unreadablePlace.source}\n(?:[^\n]*\n){0,10}?(SyntaxError|IndentationError|TabError)(?:: ?([^]*))?$(?![^])`,
  'm',
);
const pythonEnd = /^([A-Za-z_][\w.]*)(?:: ?(.*))?$/s;
const frame = /^\s+at \S/m;
const prefix = String.raw`(?:Uncaught |Unhandled [Ee]xception[.:] |Exception in thread "[^"]*" |Caused by: )`;
const name = String.raw`((?:[A-Za-z_$][\w.$]*)?(?:Error|Exception|Throwable)[\w$]*)`;
const thrown = new RegExp(String.raw`^${prefix}?${name}(?: \[[^\]]*\])?(?=: |:$|$)`, 'm');
const onlyLine = new RegExp(String.raw`^${prefix}?${name}(?:: ([^]*))?$`);
const uncaught = new RegExp(`^${prefix}${name}(?::|$)`);
/** Where the message of an exception ends: at its first frame or cause. */
const messageEnd = /\s*\n\s*(?:at \S|--- End of|---> )| ---> |\n\s*\.\.\. \d+ more/;
const goHeader = /^(panic|fatal error): /m;
const rustHeader =
  /^thread '.*'(?: \(\d+\))? panicked at (?:'([^]*?)', \S+:\d+|\S+:\d+:\n([^]*?)(?=\n(?:note: |stack backtrace:)|(?![^])))/m;
const rubyHeader = /^\S+:\d+:in [`'].*?': (.*) \(([A-Z][\w:]*)\)$/m;
const phpHeader = /Uncaught ([A-Za-z_\\]\w*(?:\\\w+)*): ([^]*?)(?: in \S+:\d+)?(?=\n|$)/;

/** The exception that a traceback of Python, a stack trace of the JVM, .NET or JavaScript, or a panic of Go or Rust shows. */
export const findException = (text: string): ExceptionText | undefined => {
  if (text.includes(pythonHeader)) return pythonException(text);
  return unreadableProgram(text) ?? panicOf(text) ?? framesException(text) ?? lineException(text);
};

/** The first line of a traceback of Python. */
export const beginsTraceback = (line: string): boolean => line.startsWith(pythonHeader) || beginsGroup(line);

/** The first line of the traceback of an exception group. */
export const beginsGroup = (line: string): boolean => line.includes(pythonHeader) && groupHeader.test(line);

/** The line before that which Python could not read. */
export const beginsUnreadable = (line: string): boolean => unreadablePlace.test(line);
/** The line after it, which names the exception. */
export const endsUnreadable = (line: string): boolean => unreadableEnd.test(line);

/** A line on which the message of an exception may go on, until its first frame comes. */
export const beginsException = (line: string): boolean =>
  (line.includes('Error') || line.includes('Exception') || line.includes('Throwable')) && thrown.test(line);

export const exceptionAttributes = ({ type, message, stacktrace }: ExceptionText): Attributes => ({
  [names.exceptionType]: type,
  [names.exceptionMessage]: message,
  [names.exceptionStacktrace]: stacktrace,
});

/** The last exception of a chain: what stands after its last frame, whatever its message has on further lines. */
const pythonException = (text: string): ExceptionText | undefined => {
  const stacktrace = text.slice(anyPythonHeader.exec(text)?.index ?? text.indexOf(pythonHeader)).replace(/^\n+/, '');
  const lastGroup = stacktrace.lastIndexOf(`+ Exception Group ${pythonHeader}`);
  if (lastGroup >= 0 && !stacktrace.includes(`\n${pythonHeader}`, lastGroup))
    return groupException(stacktrace, lastGroup);
  const lines = stacktrace.split('\n');
  const lastFrame = lines.findLastIndex((line) => /^(?: {2}|> )File /.test(line));
  const isEnd = (line: string, index: number): boolean => index > lastFrame && pythonEnd.test(line);
  const at = lines.findIndex((line, index) => isEnd(line, index) && !line.startsWith(pythonHeader));
  const [, type, message = ''] = pythonEnd.exec(lines.slice(at).join('\n')) ?? [];
  return at < 0 || type === undefined ? undefined : { type, message, stacktrace };
};

const groupException = (stacktrace: string, start: number): ExceptionText | undefined => {
  const [, type, message = ''] = groupEnd.exec(stacktrace.slice(start)) ?? [];
  return type === undefined ? undefined : { type, message: message.replaceAll(/\n\s*\| ?/g, '\n'), stacktrace };
};

const unreadableProgram = (text: string): ExceptionText | undefined => {
  const match = text.includes('  File "') ? unreadable.exec(text) : null;
  if (match?.[1] === undefined) return undefined;
  return { type: match[1], message: match[2] ?? '', stacktrace: text.slice(match.index) };
};

const framesException = (text: string): ExceptionText | undefined => {
  if (!frame.test(text)) return undefined;
  const match = thrown.exec(text);
  if (match?.[1] === undefined) return undefined;
  const rest = text.slice(match.index + match[0].length);
  const end = messageEnd.exec(rest)?.index ?? rest.length;
  return {
    type: match[1],
    message: rest.slice(0, end).replace(/^:\s?/, '').trim(),
    stacktrace: text.slice(match.index),
  };
};

/** An exception without frames: of the JVM and .NET where nobody caught it, and of any text that is nothing else. */
const lineException = (text: string): ExceptionText | undefined => {
  if (!uncaught.test(text)) return undefined;
  const [, type, message = ''] = onlyLine.exec(text) ?? [];
  return type === undefined ? undefined : { type, message, stacktrace: text };
};

/** What a field for exceptions holds: also without frames. */
export const exceptionOfField = (text: string): ExceptionText | undefined => {
  const found = findException(text);
  if (found !== undefined) return found;
  const [, type, message = ''] = onlyLine.exec(text) ?? [];
  return type === undefined ? undefined : { type, message, stacktrace: text };
};

const panicOf = (text: string): ExceptionText | undefined => {
  const go = goHeader.exec(text);
  if (go?.[1] !== undefined && (text.includes('\ngoroutine ') || (go.index === 0 && go[1] === 'panic'))) {
    const stacktrace = text.slice(go.index);
    const message = stacktrace.slice(go[0].length).split(/\n(?:\[signal |\n?goroutine |\n?runtime stack)/)[0] ?? '';
    return { type: go[1], message: message.trim(), stacktrace };
  }
  const rust = rustHeader.exec(text);
  if (rust !== null) return { type: 'panic', message: rust[1] ?? rust[2] ?? '', stacktrace: text.slice(rust.index) };
  const ruby = rubyHeader.exec(text);
  if (ruby?.[2] !== undefined) return { type: ruby[2], message: ruby[1] ?? '', stacktrace: text.slice(ruby.index) };
  const php = text.includes('PHP ') || text.includes('#0 ') ? phpHeader.exec(text) : null;
  return php?.[1] === undefined ? undefined : { type: php[1], message: php[2] ?? '', stacktrace: text };
};
