/** A pipeline that another depends on, and whose data cannot be used now. */
export interface UnusableUpstream {
  readonly name: string;
  /** `failed`, `did not start`. */
  readonly what: string;
}

/** `rates, on which it depends, failed`, `rates, on which it depends, failed, and 2 more dependencies are not usable`; empty when all can be used. */
export const upstreamsWords = (unusable: readonly UnusableUpstream[] = []): string => {
  const [first, ...more] = unusable;
  if (first === undefined) return '';
  const words = `${first.name}, on which it depends, ${first.what}`;
  if (more.length === 0) return words;
  return `${words}, and ${more.length === 1 ? 'one more dependency is' : `${more.length} more dependencies are`} not usable`;
};
