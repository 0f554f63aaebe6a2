import type { LockHolder } from './holder.ts';

/** A statement that the database works on, or that waits there. */
export interface LockWait {
  readonly question: LockQuestion;
  /** What the question knows the session by. */
  readonly session: unknown;
  readonly text: string;
  readonly startedAtMs: number;
  /** Who was seen to block it, latest. */
  holder: LockHolder | undefined;
  nextAskAtMs: number;
}

/** How one database is queried for who blocks whom; what goes wrong there is nobody's trouble. */
export interface LockQuestion {
  /** A statement that takes longer may be waiting; it is queried again at four times its age, and then once a minute. */
  readonly firstAskMs: number;
  /** Sets `holder` of those that are blocked. */
  readonly ask: (waits: readonly LockWait[]) => Promise<void>;
  /** Who held a lock on the table of a statement that has given up, so that nobody blocks it any more. */
  readonly askAfter: (wait: LockWait, table: string) => Promise<LockHolder | undefined>;
}

const lookEveryMs = 75;
const askAgainFactor = 4;
const longestPauseMs = 60_000;

const waits = new Set<LockWait>();
let timer: NodeJS.Timeout | undefined;

/** To be called for every statement, so it only notes it: one timer looks for those that take long. */
export const beginWait = (question: LockQuestion, session: unknown, text: string): LockWait => {
  const startedAtMs = performance.now();
  const wait = {
    question,
    session,
    text,
    startedAtMs,
    holder: undefined,
    nextAskAtMs: startedAtMs + question.firstAskMs,
  };
  waits.add(wait);
  timer ??= setInterval(look, lookEveryMs).unref();
  return wait;
};

export const endWait = (wait: LockWait): void => void waits.delete(wait);

const look = (): void => {
  if (waits.size === 0) {
    clearInterval(timer);
    timer = undefined;
    return;
  }
  const nowMs = performance.now();
  const due = [...waits].filter(({ nextAskAtMs }) => nextAskAtMs <= nowMs);
  for (const wait of due) {
    const ageMs = nowMs - wait.startedAtMs;
    wait.nextAskAtMs = nowMs + Math.min(longestPauseMs, ageMs * (askAgainFactor - 1));
  }
  for (const [question, asked] of Map.groupBy(due, ({ question: of }) => of)) void question.ask(asked);
};
