import { createContext, Script } from 'node:vm';

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
