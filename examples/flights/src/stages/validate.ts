import type { Run, Stage } from '@sightglass/sdk';
import { identityOf, isReported, judge, type Flight } from '../rules.ts';
import type { RejectedLine } from '../warehouse/rows.ts';
import type { DeliveredLine } from './extract.ts';

export interface Validator {
  /** Lets good flights pass. Every other line is counted by what became of it. */
  readonly pass: (lines: readonly DeliveredLine[]) => Flight[];
  /** Every line refused so far, to be kept beside the flights. */
  readonly rejected: readonly RejectedLine[];
}

export const createValidator = (run: Run, stage: Stage, day: string): Validator => {
  const rejected: RejectedLine[] = [];
  const seen = new Set<string>();

  const reject = (line: DeliveredLine, reason: RejectedLine['reason']): [] => {
    const text = line.fields.join();
    rejected.push({ line: line.line, reason, text });
    stage.rows.rejected(1, reason);
    run.log.warn('line rejected', { 'flights.line': line.line, 'flights.reason': reason, 'flights.text': text });
    return [];
  };
  const passOne = (line: DeliveredLine): Flight[] => {
    const verdict = judge(line.fields, day);
    if ('rejected' in verdict) return reject(line, verdict.rejected);
    const identity = identityOf(verdict.flight);
    if (seen.has(identity)) {
      stage.rows.deduplicated(1);
      return [];
    }
    seen.add(identity);
    if (!isReported(verdict.flight)) {
      stage.rows.filtered(1);
      return [];
    }
    return [verdict.flight];
  };
  return {
    rejected,
    pass: (lines) => {
      stage.rows.read(lines.length);
      const flights = lines.flatMap(passOne);
      stage.rows.written(flights.length);
      return flights;
    },
  };
};
