import type { Airport } from '../airports/directory.ts';
import type { Flight, RejectionReason } from '../rules.ts';

/** A flight with what the airports API knows of its ends. `enriched` is false when the API could not be asked. */
export interface EnrichedFlight extends Flight {
  readonly from: Airport | undefined;
  readonly to: Airport | undefined;
  readonly enriched: boolean;
}

export interface RejectedLine {
  readonly line: number;
  readonly reason: RejectionReason;
  readonly text: string;
}

export interface RowCounts {
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
  readonly filtered: number;
  readonly deduplicated: number;
  readonly unmatched: number;
}

/** One row of the audit table: what one stage of one run did. */
export interface AuditRow extends RowCounts {
  readonly stage: string;
  readonly state: 'succeeded' | 'failed' | 'aborted';
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly error?: string;
}
