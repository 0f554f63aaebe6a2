import type { HistoryPlace } from './drift/drift-facts.ts';

/** How far a check has come. */
export interface CheckProgress {
  /** Of the file as it is on disk. */
  readonly bytesRead: number;
  readonly bytes: number;
  readonly rows: number;
}

export interface CheckOptions {
  /** Where rejected rows go; `FILE.rejects` in the working folder by default, nowhere when false. */
  readonly rejects?: string | false;
  /** Where the other rows go: a file like the first, of good rows only. */
  readonly accepted?: string;
  /** Files whose rows came before: what must be different in every row is compared with those of them that the contract accepts. */
  readonly against?: readonly string[];
  /** Replaces files of an earlier check; otherwise they are kept beside, as `PATH.1`. */
  readonly overwrite?: boolean;
  /** Stars out columns with `pii: true` in the reject file. */
  readonly maskPii?: boolean;
  /** False: the report, and so telemetry, holds no rejected row. */
  readonly samples?: boolean;
  /** False leaves the columns of the report empty, and takes about half the time. */
  readonly profiles?: boolean;
  /** Threads at most; as many as the machine has processors by default. */
  readonly threads?: number;
  /** Whether the calling thread checks long files too, instead of only handing them to others: its event loop then waits for some ms at a time. */
  readonly takesPart?: boolean;
  readonly onProgress?: (progress: CheckProgress) => void;
  /**
   * Folder in which a profile of each checked file is kept, with which later files of the contract are compared; or `server`: those of the checks that
   * were reported to it.
   */
  readonly history?: HistoryPlace;
  /** Ends the check, which then raises the reason of the signal. */
  readonly signal?: AbortSignal;
  readonly now?: Date;
}
