/** Our level names and the OpenTelemetry severity numbers they stand for (Logs Data Model, "Severity Fields"). */
export const severityNumbers = { DEBUG: 5, INFO: 9, WARN: 13, ERROR: 17, CRITICAL: 21 } as const;

export type Severity = keyof typeof severityNumbers;

export const severities = Object.keys(severityNumbers) as Severity[];

/** The level of a severity number 1-24; TRACE (1-4) reads as DEBUG, 0 (unspecified) as INFO. */
export const severityOf = (severityNumber: number): Severity => {
  if (severityNumber >= 21) return 'CRITICAL';
  if (severityNumber >= 17) return 'ERROR';
  if (severityNumber >= 13) return 'WARN';
  if (severityNumber >= 9 || severityNumber <= 0) return 'INFO';
  return 'DEBUG';
};
