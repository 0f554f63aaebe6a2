import { attributes as names } from '@sightglass/model';
import type { Attributes } from './parsed-line.ts';

export interface ExceptionText {
  readonly type: string;
  readonly message: string;
  readonly stacktrace: string;
}

const pythonHeader = 'Traceback (most recent call last):';
const pythonEnd = /^([A-Za-z_][\w.]*)(?:: ?(.*))?$/s;
const frame = /^\s+at \S/m;
const thrown =
  /^(?:Uncaught |Exception in thread "[^"]*" |Caused by: )?([A-Za-z_$][\w.$]*(?:Error|Exception|Throwable)[\w$]*)(?: \[[^\]]*\])?(?:: (.*))?$/m;

/** The exception that a traceback of Python or a stack trace of the JVM or JavaScript tells of. */
export const findException = (text: string): ExceptionText | undefined =>
  text.includes(pythonHeader) ? pythonException(text) : framesException(text);

export const exceptionAttributes = ({ type, message, stacktrace }: ExceptionText): Attributes => ({
  [names.exceptionType]: type,
  [names.exceptionMessage]: message,
  [names.exceptionStacktrace]: stacktrace,
});

const pythonException = (text: string): ExceptionText | undefined => {
  const stacktrace = text.slice(text.indexOf(pythonHeader));
  const lines = stacktrace.split('\n');
  const at = lines.findLastIndex((line) => pythonEnd.test(line) && !line.startsWith(pythonHeader));
  const [, type, message = ''] = pythonEnd.exec(lines.slice(at).join('\n')) ?? [];
  return at < 0 || type === undefined ? undefined : { type, message, stacktrace };
};

const framesException = (text: string): ExceptionText | undefined => {
  if (!frame.test(text)) return undefined;
  const match = thrown.exec(text);
  if (match?.[1] === undefined) return undefined;
  return { type: match[1], message: match[2] ?? '', stacktrace: text.slice(match.index) };
};
