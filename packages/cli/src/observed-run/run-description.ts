import type { DeclaredDatasets } from './declared-datasets.ts';
import type { RowRule } from './rows/row-rules.ts';

/** What is known of an observed run before its program starts. */
export interface RunDescription {
  readonly namespace: string;
  readonly pipeline: string;
  readonly stage: string;
  readonly runId: string;
  readonly parentRunId?: string | undefined;
  /** Context the run continues, when the caller has one. */
  readonly traceparent?: string | undefined;
  readonly heartbeatIntervalMs: number;
  /** Each record has its lines as they were. */
  readonly keepsLines: boolean;
  /** How its lines count its rows; undefined: as lines that are ledgers by themselves. */
  readonly rowRules: readonly RowRule[] | undefined;
  readonly commandArgs: readonly string[];
  readonly datasets: DeclaredDatasets;
}
