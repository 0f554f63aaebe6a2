import type { Ledger } from './ledger.ts';

/** What the run ledger needs to know of one stage. Times in ms since the epoch; `finishedAtMs` absent while running. */
export interface LedgerStage {
  readonly stageId: string;
  readonly name: string;
  readonly parentStageId?: string | undefined;
  readonly inputs?: readonly string[] | undefined;
  readonly ledgerChecked?: boolean | undefined;
  readonly startedAtMs: number;
  readonly finishedAtMs?: number | undefined;
  readonly rows: Ledger;
  /** Of the rows read, those of files that were only checked. */
  readonly rowsChecked?: number | undefined;
  /** Whether anybody counted, be it 0. */
  readonly rowsCounted?: boolean | undefined;
}

/** A stage and the stages whose written rows it reads. */
export interface FlowStage extends LedgerStage {
  /** One list for all stages that read the same undeclared inputs: a thousand readers of a thousand stages are no million. */
  readonly upstream: readonly FlowStage[];
}
