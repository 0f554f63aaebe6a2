import { createContext, Script } from 'node:vm';
import { ContractError } from '../contract/contract-error.ts';
import { lineOf } from './column-batch.ts';
import { isLinear } from './linear-pattern.ts';
import { type RowCheck, textHolds } from './row-checks.ts';
import { SlowPatternError } from './slow-pattern.ts';

/** A batch usually takes milliseconds; some patterns take ages for a single value. The limit itself costs a third of one. */
const timeoutMs = 5000;

/** The regular expression matches the whole text. Raises ContractError when it is none, and SlowPatternError while checking. */
export const patternHolds = (column: string, pattern: string): RowCheck => {
  const whole = regexOf(column, pattern);
  if (isLinear(pattern)) return textHolds((text) => whole.test(text));
  let lastRow = 0;
  const check = textHolds((text, row) => {
    lastRow = row;
    return whole.test(text);
  });
  return (batch, broke) => {
    if (!endsInTime(() => check(batch, broke), timeoutMs))
      throw new SlowPatternError({ column, pattern, timeoutMs, line: lineOf(batch, lastRow) });
  };
};

const regexOf = (column: string, pattern: string): RegExp => {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch (error) {
    throw new ContractError(`column "${column}": pattern: ${(error as Error).message}`, { cause: error });
  }
};

const sandbox: { task: () => void } = { task: () => undefined };
const context = createContext(sandbox);
const script = new Script('task()');

/** Runs a task and says whether it came to its end in time. Nothing but a script's timeout ends a regular expression that is being matched. */
export const endsInTime = (task: () => void, timeoutMs: number): boolean => {
  sandbox.task = task;
  try {
    script.runInContext(context, { timeout: timeoutMs });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
    throw error;
  }
};
