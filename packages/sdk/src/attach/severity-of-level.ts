import type { Severity } from '@sightglass/model';

const byName: Record<string, Severity> = {
  silly: 'DEBUG',
  trace: 'DEBUG',
  verbose: 'DEBUG',
  debug: 'DEBUG',
  http: 'DEBUG',
  info: 'INFO',
  notice: 'INFO',
  warn: 'WARN',
  warning: 'WARN',
  error: 'ERROR',
  fatal: 'CRITICAL',
  crit: 'CRITICAL',
  critical: 'CRITICAL',
  alert: 'CRITICAL',
  emerg: 'CRITICAL',
};

/** Level names of pino, winston and syslog, and pino's numbers (10 trace … 60 fatal). */
export const severityOfLevel = (level: unknown): Severity => {
  if (typeof level === 'string') return byName[level.toLowerCase()] ?? 'INFO';
  if (typeof level !== 'number') return 'INFO';
  if (level >= 60) return 'CRITICAL';
  if (level >= 50) return 'ERROR';
  if (level >= 40) return 'WARN';
  return level >= 30 ? 'INFO' : 'DEBUG';
};
