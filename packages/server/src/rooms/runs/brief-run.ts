import type { RunFacts } from './facts.ts';
import { addressOf } from './identity/addressed-run.ts';

/** Characters of a message or stack trace in a list. */
const mostInList = 2_048;

/** A run as a list shows it: of a long failure the beginning, and where the whole is. */
export const briefRun = (run: RunFacts): RunFacts => {
  const failure = run.finish?.failure;
  if (run.finish === undefined || failure === undefined || failure === null) return run;
  const brief = (text: string): string =>
    text.length <= mostInList ? text : `${text.slice(0, mostInList)}… (cut; more is at ${addressOf(run)})`;
  const { type, message, stacktrace } = failure;
  return {
    ...run,
    finish: {
      ...run.finish,
      failure: {
        type,
        message: brief(message),
        ...(stacktrace === undefined ? {} : { stacktrace: brief(stacktrace) }),
      },
    },
  };
};
