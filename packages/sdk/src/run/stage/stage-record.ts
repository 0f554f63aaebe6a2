import type { LedgerStage, StageState } from '@sightglass/model';
import type { ResourceUse } from '../../resources/resource-use.ts';
import type { Failed } from '../failure/failed.ts';

/** What a run remembers of a stage, for its ledger and its summary. */
export interface StageRecord extends LedgerStage {
  /** Names from the outermost stage to this one. */
  readonly path: string;
  /** How many executions this stands for. */
  readonly times: number;
  /** Whether anybody counted its rows, be it 0; as of its end. */
  rowsCounted: boolean;
  /** Of files that were only checked; as of its end. */
  rowsChecked?: number | undefined;
  finishedAtMs: number | undefined;
  state: StageState;
  retries: number;
  progress: { readonly done: number; readonly total: number | undefined } | undefined;
  use: ResourceUse | undefined;
  /** Why it did not end well. */
  failure: Failed | undefined;
}
