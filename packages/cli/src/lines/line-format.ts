import type { Severity } from '@sightglass/model';

/** What a line must begin with before a format's own pattern: nothing, a date with time, a time of day; also in a bracket. */
export type LineHead = 'none' | 'time' | 'clock';

/**
 * How a tool writes a line. Named groups of the pattern: `level` (a word), `priority` (syslog), `letter` (glog), `sqlLevel` (SQL
 * Server), `logger`, `type` (of an exception), `message` (what follows the match, where it is not given).
 */
export interface LineFormat {
  readonly name: string;
  readonly head: LineHead;
  readonly pattern: RegExp;
  /** A text that a line has where the pattern matches: quicker to look for. */
  readonly needs?: string;
  /** Where the pattern has no level. */
  readonly severity?: Severity;
  /** The whole line is the message: what stands before the level says where. */
  readonly isWhole?: boolean;
  /** A level that may be a word of a sentence: not where the line goes on to say that there is nothing (`nothingFound`). */
  readonly isWeak?: boolean;
  /** Lines that belong to the record, though they are not indented. */
  readonly continuedBy?: RegExp;
  /** Such lines, too, where it depends on the first: matched with that and the line, a newline between. */
  readonly continuedByPair?: RegExp;
  /** Makes a warning of the record, as its further lines say so. */
  readonly softenedBy?: RegExp;
  /** So many lines belong to the record, unless they have a level of their own. */
  readonly nextLines?: number;
  /** Lines of a stack follow, with empty lines between. */
  readonly hasStack?: boolean;
  /** An exception of this type, also where no stack follows. */
  readonly exceptionType?: string;
  readonly example: string;
}

export const levelWord =
  '(?<level>TRACE|DEBUG[1-5]?|VERBOSE|INFO|NOTICE|SUCCESS|WARN|WARNING|ERROR|SEVERE|CRITICAL|FATAL|ALERT|EMERG(?:ENCY)?|PANIC)';
export const levelInAnyCase =
  '(?<level>[Tt]race|[Dd]ebug|[Vv]erbose|[Ii]nfo|[Nn]otice|[Ww]arn|[Ww]arning|[Ee]rror|[Ee]rr|[Ss]evere|[Ff]atal|[Cc]ritical|[Cc]rit|[Pp]anic|[Aa]lert|[Ee]merg|[Ee]xception|TRACE|DEBUG|VERBOSE|INFO|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|FATAL|CRITICAL|CRIT|PANIC|ALERT|EMERG)';
export const postgresLevel =
  '(?<level>DEBUG[1-5]?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|FEHLER|WARNUNG|HINWEIS|ERREUR|ATTENTION|ADVERTENCIA)';
export const loggerName = String.raw`(?<logger>[\w.$:<>/@-]{1,200})`;

export const at = (
  head: LineHead,
  name: string,
  pattern: string,
  example: string,
  more: Partial<LineFormat> = {},
): LineFormat => ({
  name,
  head,
  pattern: new RegExp(`^${pattern}`),
  example,
  ...more,
});
export const line = (name: string, pattern: string, example: string, more?: Partial<LineFormat>): LineFormat =>
  at('none', name, pattern, example, more);
export const whole = (name: string, pattern: string, example: string, more?: Partial<LineFormat>): LineFormat =>
  at('none', name, pattern, example, { isWhole: true, ...more });
