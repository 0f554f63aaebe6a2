import { severityOfSyslogLevel, severityOfWord } from './severity-word.ts';
import { timeOfText } from './line-time.ts';
import type { ParsedLine } from './parsed-line.ts';

const time = String.raw`(?<time>\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)`;
const level =
  '(?<level>TRACE|DEBUG|VERBOSE|INFO|NOTICE|SUCCESS|WARN|WARNING|ERROR|SEVERE|CRITICAL|FATAL|ALERT|EMERG|PANIC)';
const logger = String.raw`(?<logger>[\w.$:<>/-]{1,200})`;
const message = '(?<message>.*)$';

export interface LineFormat {
  readonly name: string;
  readonly pattern: RegExp;
  readonly example: string;
}

const format = (name: string, example: string, ...parts: string[]): LineFormat => ({
  name,
  example,
  pattern: new RegExp(`^${parts.join('')}${message}`, 's'),
});

/** From the most to the least specific. */
export const lineFormats: readonly LineFormat[] = [
  format('python default', 'WARNING:etl.load:slow', level, ':', String.raw`(?<logger>[\w.-]{1,200})`, ':'),
  format('python dashes', '2026-05-01 10:00:00,123 - etl - ERROR - boom', time, ' - ', logger, ' - ', level, ' - '),
  format(
    'airflow',
    '[2026-05-01T10:00:00.123+0000] {task.py:12} INFO - go',
    String.raw`\[`,
    time,
    String.raw`\] \{[^}]{1,200}\} `,
    level,
    ' - ',
  ),
  format(
    'celery',
    '[2026-05-01 10:00:00,123: ERROR/MainProcess] boom',
    String.raw`\[`,
    time,
    ': ',
    level,
    String.raw`/[^\]]{1,100}\] `,
  ),
  format(
    'loguru',
    '2026-05-01 10:00:00.123 | WARNING  | etl:load:12 - slow',
    time,
    String.raw` \| `,
    level,
    String.raw` +\| `,
    logger,
    ' - ',
  ),
  format(
    'spring',
    '2026-05-01 10:00:00.123  INFO 7 --- [main] c.e.Etl : go',
    time,
    ' +',
    level,
    String.raw` +\d+ --- \[[^\]]{1,100}\] `,
    logger,
    ' *: ',
  ),
  format(
    'log4j thread first',
    '2026-05-01 10:00:00,123 [main] ERROR com.example.Etl - boom',
    time,
    String.raw` \[[^\]]{1,100}\] `,
    level,
    ' +',
    logger,
    ' - ',
  ),
  format(
    'log4j level first',
    '2026-05-01 10:00:00,123 ERROR [main] com.example.Etl - boom',
    time,
    ' ',
    level,
    String.raw` +\[[^\]]{1,100}\] `,
    logger,
    ' - ',
  ),
  format(
    'logback default',
    '10:00:00.123 [main] WARN  com.example.Etl - slow',
    String.raw`\d\d:\d\d:\d\d[.,]\d{3} \[[^\]]{1,100}\] `,
    level,
    ' +',
    logger,
    ' - ',
  ),
  format(
    'spark',
    '26/05/01 10:00:00 WARN TaskSetManager: lost',
    String.raw`(?<time>\d\d/\d\d/\d\d \d\d:\d\d:\d\d) `,
    level,
    ' ',
    logger,
    ': ',
  ),
  format(
    'time level logger',
    '2026-05-01 10:00:00,123 ERROR etl.load: boom',
    time,
    ' ',
    level,
    String.raw` +(?<logger>[\w.-]{1,200}): `,
  ),
  format(
    'time level',
    '[2026-05-01 10:00:00] [ERROR] boom',
    String.raw`\[?`,
    time,
    String.raw`\]?[ :|-]+\[?`,
    level,
    String.raw`\]?(?:[ :|-]+)`,
  ),
  format(
    'syslog',
    '<11>1 2026-05-01T10:00:00.123Z host app 7 - - boom',
    String.raw`<(?<priority>\d{1,3})>1 `,
    time,
    String.raw` \S+ (?<logger>\S+) \S+ \S+ (?:-|\[[^\]]{0,500}\]) ?`,
  ),
  format('syslog short', '<11>boom', String.raw`<(?<priority>\d{1,3})>`),
  format(
    'glog',
    'E0501 10:00:00.123456   7 load.cc:12] boom',
    String.raw`(?<letter>[IWEF])\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ (?<logger>[^\]]{1,200})\] `,
  ),
  format('level in brackets', '[warn] slow', String.raw`\[(?<level>[A-Za-z]{3,9})\][ :-]+`),
  format('level and colon', 'error: boom', '(?<level>[A-Za-z]{3,9}): '),
  format('level', 'ERROR boom', level, String.raw`[ \t|-]+`),
];

const logfmt = /([A-Za-z_][\w.@-]{0,99})=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g;
const glogLetters: Record<string, string> = { I: 'info', W: 'warning', E: 'error', F: 'fatal' };

/** Reads level, time and logger off the front of a line; a line of unknown form is its own message. */
export const parsePlainLine = (line: string): ParsedLine => {
  const known = mayHavePrefix(line) ? (parseLogfmt(line) ?? parseFormats(line)) : undefined;
  return known ?? { message: line, attributes: {} };
};

const mayHavePrefix = (line: string): boolean => /^[[<\dA-Za-z]/.test(line);

const parseFormats = (line: string): ParsedLine | undefined => {
  for (const { pattern } of lineFormats) {
    const groups = pattern.exec(line)?.groups;
    const parsed = groups === undefined ? undefined : fromGroups(groups);
    if (parsed !== undefined) return parsed;
  }
  return undefined;
};

const fromGroups = (groups: Record<string, string | undefined>): ParsedLine | undefined => {
  const severity = severityOf(groups);
  if (severity === undefined) return undefined;
  return {
    message: groups['message'] ?? '',
    severity,
    atMs: groups['time'] === undefined ? undefined : timeOfText(groups['time']),
    attributes: groups['logger'] === undefined ? {} : { logger: groups['logger'].trim() },
  };
};

const severityOf = ({ level: word, priority, letter }: Record<string, string | undefined>) => {
  if (priority !== undefined) return Number(priority) > 191 ? undefined : severityOfSyslogLevel(Number(priority) % 8);
  return severityOfWord(letter === undefined ? (word ?? '') : (glogLetters[letter] ?? ''));
};

/** `time=… level=info msg="…" key=value`, as logrus and slog write it. */
const parseLogfmt = (line: string): ParsedLine | undefined => {
  if (!/\blevel=/.test(line) || !/\bmsg=/.test(line)) return undefined;
  const fields = new Map(
    [...line.matchAll(logfmt)].map(([, key, quoted, bare]) => [
      key ?? '',
      quoted?.replaceAll(/\\(.)/gs, '$1') ?? bare ?? '',
    ]),
  );
  const { level: word = '', msg = '', time: at, ...rest } = Object.fromEntries(fields);
  const severity = severityOfWord(word);
  if (severity === undefined) return undefined;
  return { message: msg, severity, atMs: at === undefined ? undefined : timeOfText(at), attributes: rest };
};
