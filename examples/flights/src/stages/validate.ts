import type { RunLog, Stage } from '@sightglass/sdk';
import { identityOf, isReported, judge, type Flight, type RejectionReason } from '../rules.ts';
import type { RejectedLine } from '../warehouse/rows.ts';
import type { DeliveredLine } from './extract.ts';

/** More bad lines than this and it is the wrong file rather than a dirty one. */
const mostRejectedLines = 1_000;

export class TooManyRejectedError extends Error {
  override readonly name = 'TooManyRejectedError';
  readonly code = 'FLIGHTS_TOO_MANY_REJECTED';
}

/** Lets good flights pass and counts every other line by what became of it. Refused lines are put into `rejected`. */
export const createValidator = (log: RunLog, stage: Stage, day: string, rejected: RejectedLine[]) => {
  const seen = new Set<string>();

  const reject = (line: number, reason: RejectionReason, text: string): void => {
    rejected.push({ line, reason, text });
    stage.rows.rejected(1, reason);
    log.warn('line rejected', { 'flights.line': line, 'flights.reason': reason, 'flights.text': text });
    if (rejected.length <= mostRejectedLines) return;
    throw new TooManyRejectedError(`more than ${mostRejectedLines} lines rejected up to line ${line}: is this ${day}?`);
  };

  const passes = (flight: Flight): boolean => {
    if (!isReported(flight)) {
      stage.rows.filtered(1);
      return false;
    }
    const identity = identityOf(flight);
    if (seen.has(identity)) {
      stage.rows.deduplicated(1);
      return false;
    }
    seen.add(identity);
    return true;
  };

  return (lines: readonly DeliveredLine[]): Flight[] => {
    stage.rows.read(lines.length);
    const flights = lines.flatMap(({ line, fields }) => {
      const verdict = judge(fields, day);
      if ('flight' in verdict) return passes(verdict.flight) ? [verdict.flight] : [];
      reject(line, verdict.rejected, fields.join());
      return [];
    });
    stage.rows.written(flights.length);
    return flights;
  };
};
