import { readSegment, writtenSegment } from '@sightglass/model';

type Parts<Key extends string> = Readonly<Record<Key, string>>;

/** `params` of a route whose address has these names as parts: also `.` and `..`, which browsers take for steps. */
export const names = <Key extends string>(..._keys: readonly Key[]) => ({
  parse: (parts: Parts<Key>): Parts<Key> => eachPart(parts, readSegment),
  stringify: (parts: Parts<Key>): Parts<Key> => eachPart(parts, writtenSegment),
});

const eachPart = <Key extends string>(parts: Parts<Key>, change: (part: string) => string): Parts<Key> =>
  Object.fromEntries(Object.entries<string>(parts).map(([key, part]) => [key, change(part)])) as Parts<Key>;
