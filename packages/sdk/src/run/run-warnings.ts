import { refusedMessage } from '../datasets/declared-datasets.ts';
import { miscountKind, miscountMessage } from './rows/miscount.ts';
import type { RunLog } from './types.ts';

const most = 100;

/** What a run warns of once for each kind, in its log. */
export class RunWarnings {
  readonly #log: () => RunLog;
  readonly #given = new Set<string>();

  constructor(log: () => RunLog) {
    this.#log = log;
  }

  miscount(who: string, what: string, count: unknown): void {
    this.#once(`${who} ${what} ${miscountKind(count)}`, () => miscountMessage(who, what, count));
  }

  manyReasons(stage: string): void {
    this.#log().warn(
      `stage "${stage}" rejects for a hundred reasons and more; from here on they are counted as "other". A reason is a short code such as bad_date`,
    );
  }

  datasetRefused(who: string, method: string, problem: string): void {
    this.#once(`${who} ${method} ${problem}`, () => refusedMessage(who, method, problem));
  }

  #once(kind: string, message: () => string): void {
    const known = this.#given.size;
    if (known >= most || this.#given.add(kind).size === known) return;
    this.#log().warn(message());
  }
}
