import type { Severity } from '@sightglass/model';

const words: Record<string, Severity> = {
  trace: 'DEBUG',
  debug: 'DEBUG',
  verbose: 'DEBUG',
  silly: 'DEBUG',
  fine: 'DEBUG',
  info: 'INFO',
  information: 'INFO',
  http: 'INFO',
  notice: 'INFO',
  success: 'INFO',
  warn: 'WARN',
  warning: 'WARN',
  error: 'ERROR',
  err: 'ERROR',
  severe: 'ERROR',
  exception: 'ERROR',
  critical: 'CRITICAL',
  crit: 'CRITICAL',
  fatal: 'CRITICAL',
  alert: 'CRITICAL',
  emerg: 'CRITICAL',
  emergency: 'CRITICAL',
  panic: 'CRITICAL',
  dpanic: 'CRITICAL',
};

export const severityOfWord = (word: string): Severity | undefined => words[word.toLowerCase()];

/** Levels of pino and bunyan: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal. */
export const severityOfPinoLevel = (level: number): Severity | undefined => {
  if (level < 10 || level > 100) return undefined;
  if (level >= 60) return 'CRITICAL';
  if (level >= 50) return 'ERROR';
  if (level >= 40) return 'WARN';
  return level >= 30 ? 'INFO' : 'DEBUG';
};

/** Severities 0-7 of syslog (RFC 5424, section 6.2.1), also used by GELF. */
export const severityOfSyslogLevel = (level: number): Severity | undefined =>
  (['CRITICAL', 'CRITICAL', 'CRITICAL', 'ERROR', 'WARN', 'INFO', 'INFO', 'DEBUG'] as const)[level];
