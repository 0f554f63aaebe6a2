import type { Failed } from '../run/failure/failed.ts';
import type { AuditTarget } from './audit-target.ts';

/** What an audit needs of a run. */
export interface AuditedRun {
  readonly id: string;
  readonly log: { readonly warn: (message: string) => void };
}

/** How a run ended. */
export interface AuditEnd {
  readonly state: 'succeeded' | 'failed' | 'aborted';
  readonly failure: Failed | undefined;
}

/** Writes runs and their stages into a table of the user's database. */
export interface Audit {
  /** Writes how `run` and its stages stand, in the transaction of `target`, so that audit and data are committed together or not at all. */
  within(run: AuditedRun, target: AuditTarget): Promise<void>;
  /** Writes that `run` goes on. */
  begun(run: AuditedRun): Promise<void>;
  /** Writes how `run` ended, trying again for a while. Warns when that fails, and raises {@link AuditError} when it is required. */
  ended(run: AuditedRun, end: AuditEnd): Promise<void>;
}
