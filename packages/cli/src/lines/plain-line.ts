import type { Severity } from '@sightglass/model';
import type { LineFormat, LineHead } from './line-format.ts';
import { alwaysHas, firstCharacters, secondCharacters } from './first-characters.ts';
import { lineFormats, nothingFound } from './line-formats.ts';
import { timeOfText } from './line-time.ts';
import { readLevel, severityOfSyslogLevel, severityOfWord } from './severity-word.ts';
import type { ParsedLine } from './parsed-line.ts';

/** What a line without JSON says, and what follows it. */
export interface PlainLine extends ParsedLine {
  readonly format?: LineFormat | undefined;
}

type Groups = Readonly<Record<string, string | undefined>>;

const formatsAfter = (head: LineHead): LineFormat[] => lineFormats.filter((format) => format.head === head);
/** Those that can follow a time, by the first two characters behind it. */
const createFormatsAfter = (head: LineHead): ((rest: string) => readonly LineFormat[]) => {
  const known = new Map<string, readonly LineFormat[]>();
  const all = formatsAfter(head).map((format) => {
    const { source } = format.pattern;
    return { format, first: firstCharacters(source), second: secondCharacters(source) };
  });
  return (rest) => {
    const key = rest.slice(0, 2);
    let formats = known.get(key);
    if (formats === undefined) {
      const [one = '', two = ''] = key;
      const fits = all.filter(({ first, second }) => (first?.has(one) ?? true) && (second?.has(two) ?? true));
      formats = fits.map(({ format }) => format);
      if (known.size < mostKept) known.set(key, formats);
    }
    return formats;
  };
};
const mostKept = 1_000;
const after = { time: createFormatsAfter('time'), clock: createFormatsAfter('clock') } as const;
/** Those that a line can be of by its first character; kept by its code. */
const formatsBeginning = new Map<number, readonly LineFormat[]>();
const beginnings = formatsAfter('none').map((format) => ({ format, first: firstCharacters(format.pattern.source) }));
const formatsOf = (line: string): readonly LineFormat[] => {
  const code = line.charCodeAt(0);
  let formats = formatsBeginning.get(code);
  if (formats === undefined) {
    const mayBegin = ({ first }: (typeof beginnings)[number]): boolean => first?.has(line[0] ?? '') ?? true;
    formats = beginnings.filter(mayBegin).map(({ format }) => format);
    if (formatsBeginning.size < mostKept) formatsBeginning.set(code, formats);
  }
  return formats;
};

/** Whether a line that begins with this byte, and has no colon, can be of a format. */
export const mayBeFormat = (byte: number): boolean => withoutColon[byte] === 1;
const withoutColon = new Uint8Array(256).fill(1);
for (let byte = 0x21; byte < 0x7f; byte += 1) {
  const character = String.fromCharCode(byte);
  withoutColon[byte] = beginnings.some(
    ({ format, first }) => !alwaysHas(format.pattern.source, ':') && (first?.has(character) ?? true),
  )
    ? 1
    : 0;
}

const dateTime =
  /^\[?((?:\d{4}([-/.])\d\d\2\d\d|\d\d\/\d\d\/\d\d)(?:T|,? +)\d?\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)(?!\w))?)/;
const clock = /^\[?(\d\d:\d\d:\d\d(?:[.,]\d{1,6})?)/;
const glogLetters: Groups = { I: 'info', W: 'warning', E: 'error', F: 'fatal' };
/** Words of PostgreSQL and MySQL where they speak another language, or are no levels elsewhere. */
const databaseWords: Readonly<Record<string, Severity>> = {
  LOG: 'INFO',
  NOTE: 'INFO',
  SYSTEM: 'INFO',
  HINWEIS: 'INFO',
  FEHLER: 'ERROR',
  ERREUR: 'ERROR',
  'FATAL ERROR': 'CRITICAL',
  'ERR!': 'ERROR',
  WARNUNG: 'WARN',
  ATTENTION: 'WARN',
  ADVERTENCIA: 'WARN',
};

/** Reads level, time and logger off the front of a line; a line of unknown form is its own message. */
export const parsePlainLine = (line: string): PlainLine =>
  parseLogfmt(line) ??
  parseAfterTime(line) ??
  parseFormats(line, formatsOf(line), line) ?? { message: line, attributes: {} };

/** The formats that a line may have, the first that fits counts; its time, and where they begin in it. */
export const formatsFor = (
  line: string,
): {
  readonly formats: readonly LineFormat[];
  readonly time: { readonly text: string; readonly isDated: boolean } | undefined;
  readonly restAt: number;
} => {
  const dated = dateTime.exec(line);
  const timed = dated ?? clock.exec(line);
  if (timed?.[1] === undefined) return { formats: formatsOf(line), time: undefined, restAt: 0 };
  const rest = line.slice(timed[0].length);
  return {
    formats: (dated === null ? after.clock : after.time)(rest),
    time: { text: timed[1], isDated: dated !== null },
    restAt: timed[0].length,
  };
};

const parseAfterTime = (line: string): PlainLine | undefined => {
  const first = line.charCodeAt(line.startsWith('[') ? 1 : 0);
  if (!(first >= 0x30 && first <= 0x39)) return undefined;
  const dated = dateTime.exec(line);
  const timed = dated ?? clock.exec(line);
  if (timed === null) return undefined;
  const rest = line.slice(timed[0].length);
  return parseFormats(line, (dated === null ? after.clock : after.time)(rest), rest, timed[1]);
};

const parseFormats = (
  line: string,
  formats: readonly LineFormat[],
  rest: string,
  time?: string,
): PlainLine | undefined => {
  for (const format of formats) {
    if (format.needs !== undefined && !rest.includes(format.needs)) continue;
    const match = format.pattern.exec(rest);
    if (match === null) continue;
    const parsed = read(format, line, rest.slice(match[0].length), match.groups ?? {}, time);
    if (parsed !== undefined) return parsed;
  }
  return undefined;
};

const read = (
  format: LineFormat,
  line: string,
  message: string,
  groups: Groups,
  head: string | undefined,
): PlainLine | undefined => {
  const severity = format.severity ?? severityIn(groups);
  if (severity === undefined) return undefined;
  const { logger = '' } = groups;
  if (format.isWeak === true && nothingFound.test(logger === '' ? message : `${logger}: ${message}`))
    return { message: line, attributes: {} };
  const time = head ?? groups['time'];
  const isWhole = format.isWhole === true;
  return {
    message: isWhole ? line : message,
    severity,
    atMs: time === undefined ? undefined : timeOfText(time),
    timeField: time === undefined || isWhole ? undefined : ['time', time],
    attributes: logger === '' || isWhole ? {} : { logger: logger.trim() },
    format,
  };
};

const severityIn = ({ level: word, priority, letter, sqlLevel }: Groups): Severity | undefined => {
  if (priority !== undefined) return Number(priority) > 191 ? undefined : severityOfSyslogLevel(Number(priority) % 8);
  if (sqlLevel !== undefined) return severityOfSqlServer(Number(sqlLevel));
  const level = letter === undefined ? (word ?? '') : (glogLetters[letter] ?? '');
  return severityOfWord(level) ?? databaseWords[level.toUpperCase()];
};

/** Levels of SQL Server below 11 are information, from 20 on the connection ends. */
const severityOfSqlServer = (level: number): Severity => {
  if (level >= 20) return 'CRITICAL';
  return level >= 11 ? 'ERROR' : 'INFO';
};

const logfmt = /\s*([A-Za-z_][\w.@-]{0,99})=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))(?=\s|$)/gy;

/** `time=… level=info msg="…" key=value`, as logrus and slog write it: the whole line, or none of it. */
const parseLogfmt = (line: string): PlainLine | undefined => {
  if (!line.includes('level=') || !line.includes('msg=')) return undefined;
  const fields = new Map<string, string>();
  let end = 0;
  for (const match of line.matchAll(logfmt)) {
    const [, key = '', quoted, bare] = match;
    if (fields.has(key)) return undefined;
    fields.set(key, quoted?.replaceAll(/\\(.)/gs, unescape) ?? bare ?? '');
    end = match.index + match[0].length;
  }
  const level = readLevel(fields.get('level'), 'named');
  const message = fields.get('msg');
  if (level === undefined || message === undefined || line.slice(end).trim() !== '') return undefined;
  const time = fields.get('time');
  for (const key of level.isSame ? ['level', 'msg', 'time'] : ['msg', 'time']) fields.delete(key);
  return {
    message,
    severity: level.severity,
    atMs: time === undefined ? undefined : timeOfText(time),
    timeField: time === undefined ? undefined : ['time', time],
    attributes: Object.fromEntries(fields),
  };
};

const unescape = (_text: string, escaped: string): string => ({ n: '\n', t: '\t', r: '\r' })[escaped as 'n'] ?? escaped;
