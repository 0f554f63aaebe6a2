import type { Ledger, RowState } from '@sightglass/model';

/** Which column holds what. */
export interface AuditColumnNames extends Partial<Readonly<Record<keyof Ledger, string | undefined>>> {
  readonly runId: string;
  readonly startedAt: string;
  readonly pipeline?: string | undefined;
  readonly namespace?: string | undefined;
  readonly stage?: string | undefined;
  readonly stageId?: string | undefined;
  readonly finishedAt?: string | undefined;
  readonly durationMs?: string | undefined;
  readonly state?: string | undefined;
  readonly error?: string | undefined;
  readonly errorType?: string | undefined;
  readonly file?: string | undefined;
  readonly host?: string | undefined;
  readonly version?: string | undefined;
}

/** How rows of an audit table are read as runs. */
export interface AuditMapping {
  /** Name of the source; run ids begin with it. */
  readonly name: string;
  readonly columns: AuditColumnNames;
  /** Pipeline of every row when no column names it. */
  readonly pipeline?: string | undefined;
  readonly namespace?: string | undefined;
  /** Words of the table for each state, beside those everybody uses. */
  readonly states: Readonly<Partial<Record<RowState, readonly string[] | undefined>>>;
  /** IANA zone of times written without one. */
  readonly timeZone: string;
  /** How long a row may say that it runs. */
  readonly lostAfterMs: number;
  /** Where the table has rows of stages only: the stage whose success ends the run. */
  readonly lastStage?: string | undefined;
  /** Take run ids as they are rather than below the name of the source. */
  readonly keepRunIds: boolean;
}

/** Columns the mapping reads, each once. */
export const columnsRead = ({ columns }: Pick<AuditMapping, 'columns'>): string[] => [
  ...new Set(Object.values(columns).filter((name): name is string => name !== undefined)),
];
