import { severityOf, type Severity } from '@sightglass/model';

/** Words for each level, those first that say no more than the level itself. */
const words: Readonly<Record<Severity, { readonly same: string; readonly finer: string }>> = {
  DEBUG: {
    same: 'debug dbug dbg',
    finer: 'trace trce trc vrb verbose verb silly sill fine finer finest debug1 debug2 debug3 debug4 debug5',
  },
  INFO: { same: 'info information inf', finer: 'http notice success log config default timing status' },
  WARN: { same: 'warn warning wrn', finer: 'deprecated' },
  ERROR: { same: 'error err eror', finer: 'severe exception fail failure' },
  CRITICAL: { same: 'critical crit fatal ftl', finer: 'alert emerg emergency panic dpanic pnc' },
};

const byWord = new Map<string, { readonly severity: Severity; readonly isSame: boolean }>();
for (const [name, { same, finer }] of Object.entries(words)) {
  const severity = name as Severity;
  for (const word of same.split(' ')) byWord.set(word, { severity, isSame: true });
  for (const word of finer.split(' ')) byWord.set(word, { severity, isSame: false });
}

export const severityOfWord = (word: string): Severity | undefined =>
  byWord.get(word)?.severity ?? byWord.get(word.toLowerCase())?.severity;

/** How numbers are levels: by who writes them. */
export type LevelScale = 'usual' | 'words' | 'named' | 'severity' | 'python' | 'otel' | 'monolog' | 'syslog';

export interface Level {
  readonly severity: Severity;
  /** The value says no more than the severity does. */
  readonly isSame: boolean;
}

/** The level of a field of a JSON line. */
export const readLevel = (value: unknown, scale: LevelScale = 'usual'): Level | undefined => {
  if (typeof value === 'number') return levelOfNumber(value, scale);
  if (typeof value !== 'string') return undefined;
  const text = value.replace(/^SEVERITY_NUMBER_/, '');
  const word = byWord.get(text) ?? byWord.get(text.toLowerCase());
  if (word !== undefined) return scale === 'words' && !isStatus(value) ? undefined : word;
  if (scale !== 'words' && /^\d{1,3}$/.test(value)) return levelOfNumber(Number(value), scale);
  // Levels between those that have a name, of slog: `ERROR+4`, `INFO-2`.
  const between = /^(DEBUG|INFO|WARN|ERROR)([+-]\d{1,3})$/.exec(value);
  if (between !== null) return { severity: severityOfSlog(between[1] ?? '', Number(between[2])), isSame: false };
  return undefined;
};

/** `status` is a word of many uses; as a level it has these values. */
const isStatus = (value: string): boolean =>
  /^(?:emerg(?:ency)?|alert|crit(?:ical)?|err(?:or)?|warn(?:ing)?|notice|info|debug|trace)$/i.test(value);

const levelOfNumber = (value: number, scale: LevelScale): Level | undefined => {
  const severity = scales[scale](value);
  return severity === undefined ? undefined : { severity, isSame: isNamed(value, scale) };
};

const scales: Readonly<Record<LevelScale, (value: number) => Severity | undefined>> = {
  usual: (value) => (value >= 100 ? ofMonolog(value) : (severityOfPinoLevel(value) ?? severityOfSyslogLevel(value))),
  words: () => undefined,
  named: () => undefined,
  severity: (value) => severityOfSyslogLevel(value) ?? ofOtel(value),
  python: (value) => (value < 0 ? undefined : ofSteps(value, [50, 40, 30, 20])),
  otel: (value) => ofOtel(value),
  monolog: (value) => ofMonolog(value),
  syslog: (value) => severityOfSyslogLevel(value),
};

/** Numbers that stand for one of the five levels, not for one between. */
const isNamed = (value: number, scale: LevelScale): boolean => {
  if (scale === 'otel') return value % 4 === 1 && value > 4;
  if (scale === 'monolog' || value >= 100) return [100, 200, 300, 400, 500].includes(value);
  return value < 10
    ? [2, 3, 4, 6, 7].includes(value)
    : value % 10 === 0 && value <= 60 && (value > 10 || scale === 'python');
};

const ofOtel = (value: number): Severity | undefined => (value >= 1 && value <= 24 ? severityOf(value) : undefined);

const ofMonolog = (value: number): Severity | undefined =>
  value < 100 || value > 600 ? undefined : ofSteps(value, [500, 400, 300, 200]);

const ofSteps = (value: number, [critical, error, warn, info]: readonly [number, number, number, number]): Severity => {
  if (value >= critical) return 'CRITICAL';
  if (value >= error) return 'ERROR';
  if (value >= warn) return 'WARN';
  return value >= info ? 'INFO' : 'DEBUG';
};

const severityOfSlog = (word: string, more: number): Severity => {
  const value = { DEBUG: -4, INFO: 0, WARN: 4, ERROR: 8 }[word as 'INFO'] + more;
  return ofSteps(value, [12, 8, 4, 0]);
};

/** Levels of pino and bunyan: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal. */
export const severityOfPinoLevel = (level: number): Severity | undefined =>
  level < 10 || level > 100 ? undefined : ofSteps(level, [60, 50, 40, 30]);

/** Severities 0-7 of syslog (RFC 5424, section 6.2.1), also used by GELF. */
export const severityOfSyslogLevel = (level: number): Severity | undefined =>
  (['CRITICAL', 'CRITICAL', 'CRITICAL', 'ERROR', 'WARN', 'INFO', 'INFO', 'DEBUG'] as const)[level];

const padded = /^( {1,4})(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)[ \t:|>-]/;
/** As `tracing` of Rust and `%(levelname)8s` of Python pad them. */
const widths: readonly number[] = [5, 8];

/** Whether a line is indented only because its level is written to the right of a column. */
export const hasPaddedLevel = (text: string): boolean => {
  const [, blanks = '', level = ''] = padded.exec(text) ?? [];
  return level !== '' && widths.includes(blanks.length + level.length);
};
