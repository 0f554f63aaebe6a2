import { textOf } from '../text.ts';
import { warnOnce } from '../warnings.ts';

const longestName = 200;
const shownCharacters = 60;

export type Named = 'pipeline' | 'namespace' | 'run id' | 'stage' | 'rejection reason';

/** A name that can be stored, grouped by and shown: text of 1 to {@link longestName} characters. */
export const boundName = (kind: Named, given: unknown): string => {
  const name = textOf(given);
  if (name.length > longestName) return cut(kind, name);
  if (name.trim() !== '') return name;
  warnOnce(`empty ${kind}`, `a ${kind} has an empty name and is shown as 'unnamed'; give it one.`);
  return 'unnamed';
};

const cut = (kind: Named, name: string): string => {
  const length = name.length.toLocaleString('en');
  warnOnce(
    `long ${kind}`,
    `the ${kind} "${name.slice(0, shownCharacters)}…" is ${length} characters long and is cut to ${longestName}; name what it is, and put what varies into attributes.`,
  );
  return name.slice(0, longestName).toWellFormed();
};
