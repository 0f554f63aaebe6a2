import { isInstance } from './is-instance.ts';
import { textOf } from './text.ts';
import { warn } from './warnings.ts';

let isReported = false;

/** Runs work of ours inside the host program: a defect here is reported once and never becomes the program's. */
export const safely = (action: () => void): void => {
  try {
    action();
  } catch (error) {
    if (isReported) return;
    isReported = true;
    const details = textOf(isInstance(error, Error) ? (error.stack ?? error.message) : error);
    warn(`an error inside the SDK was contained; the pipeline is not affected. Please report it: ${details}`);
  }
};
