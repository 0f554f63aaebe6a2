import { isInside } from './stage-records.ts';
import type { StageRecord } from './stage-record.ts';

const deepestCause = 5;

/** Tells a stage that failed from one that was stopped because another one had. */
export class StageFailures {
  readonly #firstStage = new WeakMap<object, StageRecord>();

  /** The state in which `stage` ends that threw this. */
  stateAfter(thrown: unknown, stage: StageRecord): 'failed' | 'aborted' {
    const state = this.stateIn(thrown, stage);
    if (state === 'failed' && isObject(thrown)) this.#firstStage.set(thrown, this.#firstStage.get(thrown) ?? stage);
    return state;
  }

  /** The state in which `stage` ends when the run around it ends with what was thrown. */
  stateIn(thrown: unknown, stage: StageRecord): 'failed' | 'aborted' {
    const causes = causesOf(thrown);
    return isAbort(causes) || causes.some((cause) => this.#endedNeighbour(cause, stage)) ? 'aborted' : 'failed';
  }

  /** An error that ended a stage beside this one while this one was running, as an abort signal hands it on. */
  #endedNeighbour(cause: object, stage: StageRecord): boolean {
    const first = this.#firstStage.get(cause);
    if (first === undefined || first === stage || isInside(first.path, stage.path)) return false;
    return first.finishedAtMs === undefined || stage.startedAtMs < first.finishedAtMs;
  }
}

/** Being stopped is an abort; running out of time is a failure, also where it comes as an AbortError. */
const isAbort = (causes: readonly object[]): boolean =>
  causes.some((cause) => nameOf(cause) === 'AbortError') && !causes.some((cause) => nameOf(cause) === 'TimeoutError');

const nameOf = (value: object): unknown => propertyOf(value, 'name');

const causesOf = (thrown: unknown): object[] => {
  const causes: object[] = [];
  let current = thrown;
  while (isObject(current) && causes.length < deepestCause) {
    causes.push(current);
    current = propertyOf(current, 'cause');
  }
  return causes;
};

/** Undefined also where a Proxy or a getter raises when it is looked at. */
const propertyOf = (value: object, key: string): unknown => {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
