import type { Severity } from '@sightglass/model';

/** Level, as it is coloured; the word is always beside it. */
export const severityTones: Record<Severity, string> = {
  DEBUG: 'text-dim',
  INFO: 'text-ink',
  WARN: 'text-warn',
  ERROR: 'text-bad',
  CRITICAL: 'text-bad font-strong',
};

/** Marks beside a line, so that trouble is seen without colour: none, one bar, two, a full one. */
export const severityMarks: Record<Severity, string> = {
  DEBUG: 'bg-transparent',
  INFO: 'bg-transparent',
  WARN: 'bg-warn w-0.5',
  ERROR: 'bg-bad w-1',
  CRITICAL: 'bg-bad w-1.5',
};
