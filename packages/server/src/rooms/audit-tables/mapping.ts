import type { Ledger } from '@sightglass/model';
import type { DurationUnit } from './rows/duration-text.ts';
import type { StateWords } from './rows/state-words.ts';

/** Which column holds what. */
export interface AuditColumnNames extends Partial<Readonly<Record<keyof Ledger, string | undefined>>> {
  /** Absent where pipeline and start make the key of a run. */
  readonly runId?: string | undefined;
  readonly startedAt: string;
  /** Time of day of the start, where `startedAt` is only its date. */
  readonly startedTime?: string | undefined;
  readonly pipeline?: string | undefined;
  readonly namespace?: string | undefined;
  readonly stage?: string | undefined;
  readonly stageId?: string | undefined;
  readonly finishedAt?: string | undefined;
  readonly durationMs?: string | undefined;
  /** A duration as text, or as a number in `durationUnit`. */
  readonly duration?: string | undefined;
  /** Where each row is an event of a run: what happened; `startedAt` is when. */
  readonly event?: string | undefined;
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
  /** `deployment.environment.name` of every run. */
  readonly environment?: string | undefined;
  /** Words of the table for each state, beside those everybody uses. */
  readonly states: StateWords;
  readonly durationUnit?: DurationUnit | undefined;
  /** Only rows that hold these texts are read. */
  readonly only?: Readonly<Record<string, string>> | undefined;
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
export const columnsRead = ({ columns, only = {} }: Pick<AuditMapping, 'columns' | 'only'>): string[] => [
  ...new Set([...Object.values(columns).filter((name): name is string => name !== undefined), ...Object.keys(only)]),
];
