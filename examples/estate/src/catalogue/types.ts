import type { Dataset } from '@sightglass/model';
import type { Timetable } from './timetable.ts';

/** How a pipeline comes to be seen; `by-hand` sends the log records of docs/reference/events-and-attributes.md without a library of ours. */
export type PipelineKind = 'sdk' | 'exec' | 'spans' | 'by-hand' | 'audit-table';

export interface StagePlan {
  readonly name: string;
  /** Share of the duration of the run, 0 to 1. */
  readonly share: number;
  /** Shares of the rows it reads that leave it on purpose, 0 to 1. */
  readonly rejects?: Readonly<Record<string, number>>;
  readonly filters?: number;
  readonly deduplicates?: number;
  readonly unmatched?: number;
  /** It makes so many rows of each one on purpose, so that its ledger is not checked. */
  readonly groups?: number;
  readonly database?: DatabaseUse;
  readonly api?: ApiUse;
  /** It checks the file of the run. */
  readonly checks?: true;
  /** Datasets beside its file and its table. */
  readonly reads?: readonly Dataset[];
  readonly writes?: readonly Dataset[];
}

export interface SimulatedDatabase {
  readonly system: 'postgresql' | 'mysql' | 'microsoft.sql_server';
  readonly address: string;
  readonly port: number;
  readonly name: string;
}

export interface DatabaseUse {
  readonly of: SimulatedDatabase;
  readonly operation: 'SELECT' | 'INSERT' | 'COPY' | 'MERGE';
  readonly table: string;
  readonly text: string;
  readonly rowsEach: number;
}

export interface ApiUse {
  readonly name: string;
  readonly endpoint: string;
  readonly rowsEach: number;
  readonly usualMs: number;
  /** Requests in a window of an hour. */
  readonly quota: number;
}

export interface FilePlan {
  readonly folder: string;
  readonly name: string;
  readonly contract: string;
  readonly bytesEach: number;
  readonly columns: readonly string[];
}

/** One pipeline of the company, as it is on a day when nothing is wrong. */
export interface EstatePipeline {
  readonly namespace: string;
  readonly name: string;
  readonly kind: PipelineKind;
  readonly owner: string;
  readonly criticality: 'low' | 'medium' | 'high' | 'critical';
  readonly timetable: Timetable;
  /** As `pipeline.deadline` says it. */
  readonly deadline?: string;
  readonly holidays?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly service: string;
  readonly host: string;
  readonly stages: readonly StagePlan[];
  /** Rows of an ordinary run today. */
  readonly rows: number;
  /** By how much they grew in 90 days, 0 to 1. */
  readonly growth: number;
  /** Rows at weekends and at the end of a month, as a factor. */
  readonly weekend?: number;
  readonly monthEnd?: number;
  readonly durationMs: number;
  readonly file?: FilePlan;
  /** Command line of a program under `exec`. */
  readonly command?: readonly string[];
  /** What the options of `exec` declare. */
  readonly reads?: readonly Dataset[];
  readonly writes?: readonly Dataset[];
}
