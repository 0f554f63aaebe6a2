export interface AttributePair {
  readonly key: string;
  /** Undefined where the run has no such attribute. */
  readonly a: string | undefined;
  readonly b: string | undefined;
}

type Attributes = Readonly<Record<string, string>>;

/** Attributes that two runs do not share, by name. Pure. */
export const differingAttributes = (a: Attributes, b: Attributes): AttributePair[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => a[key] !== b[key])
    .toSorted((one, other) => one.localeCompare(other))
    .map((key) => ({ key, a: a[key], b: b[key] }));
