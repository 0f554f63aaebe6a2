/**
 * Names of ours that lay outside of our namespaces up to version 0.2; now each begins with `pipeline.`. Older senders still send the former
 * ones, and what they sent is stored: what reads telemetry reads both, by these functions or by their likes in SQL
 * (`storage/telemetry/former-names.ts` of the server).
 */
export const formerNames = [
  'process.exit.signal',
  'db.transaction.finished',
  'db.statements.counted',
  'db.query.plan.captured',
  'log.record.omitted_bytes',
  'log.record.omitted_lines',
] as const;

/** All names that began so. */
export const formerNamespace = 'dependency.';
/** What they begin with in addition now. */
export const addedToNames = 'pipeline.';

const moved: ReadonlySet<string> = new Set(formerNames);

/** The name an attribute, event or metric has now: `pipeline.dependency.name` of `dependency.name`; most names are the same. */
export const nameNow = (name: string): string =>
  moved.has(name) || name.startsWith(formerNamespace) ? `${addedToNames}${name}` : name;

/** The name it had before; undefined when it had no other. */
export const formerNameOf = (name: string): string | undefined => {
  const rest = name.startsWith(addedToNames) ? name.slice(addedToNames.length) : '';
  return rest !== '' && nameNow(rest) === name ? rest : undefined;
};

/** The other name of what has two, whichever is given; undefined when it has one. */
export const otherNameOf = (name: string): string | undefined => {
  const now = nameNow(name);
  return now === name ? formerNameOf(name) : now;
};

/** All names of what is called so, this one first. */
export const namesOf = (name: string): string[] => {
  const other = otherNameOf(name);
  return other === undefined ? [name] : [name, other];
};

/** How the other names begin of those that begin like this: `pipeline.dependency.st` for `dependency.st`, `dependency.` for `pipeline.d`. */
export const otherBeginningsOf = (beginning: string): string[] =>
  [formerNamespace, ...formerNames].flatMap((former) => {
    const now = `${addedToNames}${former}`;
    if (former.startsWith(beginning)) return [now];
    if (now.startsWith(beginning)) return [former];
    if (former !== formerNamespace) return [];
    if (beginning.startsWith(former)) return [`${addedToNames}${beginning}`];
    return beginning.startsWith(now) ? [beginning.slice(addedToNames.length)] : [];
  });
