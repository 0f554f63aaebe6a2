import type { CheckReport } from '@sightglass/model/contract';
import type { CheckOptions } from '../checks/check-options.ts';
import type { ContractSource } from '../checks/contract/read-contract.ts';
import type { DatasetDeclaration } from '../datasets/dataset-declaration.ts';
import type { Audit } from '../audit/types.ts';

/** Counts rows of one stage. Every count adds to what was counted before; without a number it counts one row. */
export interface RowCounter {
  read(rows?: number): void;
  written(rows?: number): void;
  /** `reason` is a short code such as `bad_date`, not a sentence with the row's values in it. */
  rejected(rows?: number, reason?: string): void;
  filtered(rows?: number): void;
  deduplicated(rows?: number): void;
  unmatched(rows?: number): void;
}

export type LogAttributes = Readonly<Record<string, unknown>>;

/** An Error, as the message, as `attributes` or as one of them, becomes `exception.type`, `.message` and `.stacktrace`. */
export type LogMethod = (message: string | Error, attributes?: LogAttributes | Error) => void;

export interface RunLog {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
  readonly critical: LogMethod;
}

/** Rows written as part of it count once it is committed; once it is rolled back they never do. */
export interface Transaction {
  readonly state: 'open' | 'committed' | 'rolled-back';
}

export interface StageOptions {
  /** Names of the stages whose written rows this one reads; `[]` when it reads from outside. Guessed when absent. */
  readonly inputs?: readonly string[];
  /** `unchecked` for a stage that groups or explodes rows on purpose. */
  readonly ledger?: 'checked' | 'unchecked';
  /** What this stage writes becomes final with this transaction of its run, which may outlast the stage. */
  readonly transaction?: Transaction;
}

/** Runs `body` as a stage. What it returns or throws comes back unchanged, so a synchronous body stays synchronous. */
export interface StageStarter {
  <T>(name: string, body: (stage: Stage) => T): T;
  <T>(name: string, options: StageOptions, body: (stage: Stage) => T): T;
}

/** What follows the name when a stage is started. */
export type StageArguments<T> = [body: (stage: Stage) => T] | [options: StageOptions, body: (stage: Stage) => T];

/** Checks a file against a contract; `checkFile` says what it raises. What was found is reported as part of the run. */
export type FileCheck = (file: string, contract?: ContractSource, options?: CheckOptions) => Promise<CheckReport>;

export interface Stage {
  readonly id: string;
  readonly name: string;
  readonly rows: RowCounter;
  readonly stage: StageStarter;
  /**
   * For a database transaction inside this stage: what `rows.written` counts inside `body` counts once `body` has returned, and not
   * at all when it throws. May be nested, as savepoints are.
   */
  transaction<T>(body: () => T): T;
  /** As `run.check`, and counts: the stage reads the rows of the file, rejects the bad ones and hands on the others. */
  readonly check: FileCheck;
  /**
   * A dataset this stage has read: `stage.reads('s3://lake', 'raw/orders.parquet', { rows: 250 })`. Shown as what the pipeline takes in; no
   * count of the row ledger.
   */
  readonly reads: DatasetDeclaration;
  /** A dataset it has written to. Inside {@link Stage.transaction} it counts once that is committed. */
  readonly writes: DatasetDeclaration;
  /** Units of work done so far, and how many are expected. */
  progress(done: number, total?: number): void;
  /** One more attempt after a failure. */
  retried(attempts?: number): void;
}

export interface Run {
  readonly id: string;
  readonly pipeline: string;
  /** W3C `traceparent` to hand to another process. */
  readonly traceparent: string;
  readonly log: RunLog;
  readonly stage: StageStarter;
  /** Checks a file inside this run. Counts no rows: `stage.check` does. */
  readonly check: FileCheck;
  /** As `stage.reads`, of the stage the calling code is in, or of the run outside its stages. */
  readonly reads: DatasetDeclaration;
  readonly writes: DatasetDeclaration;
  /** For a database transaction around several stages: committed when `body` returns, rolled back when it throws. */
  transaction<T>(body: (transaction: Transaction) => T): T;
}

export interface RunOptions {
  /** Your own id, when something outside has already given the run one. */
  readonly runId?: string;
  /** The file it works on. */
  readonly file?: string;
  /** Where its audit rows go, instead of what the pipeline says. */
  readonly audit?: Audit;
  /** What started the run: `schedule`, `manual`, `event` … */
  readonly trigger?: string;
  /** The run or trace that started this one. A run started inside a run finds its parent itself. */
  readonly parent?: { readonly runId?: string; readonly traceparent?: string };
}
