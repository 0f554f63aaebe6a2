/** What is known about parts: those found whole, by table and name. */
export interface PartKnowledge {
  readonly whole: ReadonlySet<string>;
}

export const nothingKnown: PartKnowledge = { whole: new Set() };

export interface NamedPart {
  readonly table: string;
  readonly name: string;
}

/** One look at the engine. */
export interface Look<Segment, SomePart extends NamedPart> {
  /** What was kept before the parts were listed: whatever became of it lies in one of them. */
  readonly keptBefore: readonly Segment[];
  /** Active ones. */
  readonly parts: readonly SomePart[];
  /** Of those not known to be whole, the ones found broken, … */
  readonly broken: readonly SomePart[];
  /** … and the ones that were not looked at to the end. */
  readonly unclear: readonly SomePart[];
  /** Whether broken parts were put aside of which nobody has found out yet what they held. */
  readonly hasUnexplained: boolean;
}

export interface Conclusion<Segment> {
  readonly knowledge: PartKnowledge;
  /** Proven to be stored: they may be deleted. */
  readonly release: readonly Segment[];
}

const keyOf = ({ table, name }: NamedPart): string => `${table}/${name}`;

/** Parts that are not known to be whole. A part never changes, so one that was whole stays so until another takes its place. */
export const partsToCheck = <SomePart extends NamedPart>(
  { whole }: PartKnowledge,
  parts: readonly SomePart[],
): SomePart[] => parts.filter((part) => !whole.has(keyOf(part)));

/** Kept segments may go when every part that was active after they were inserted is whole, and nothing is missing. */
export const conclude = <Segment, SomePart extends NamedPart>({
  keptBefore,
  parts,
  broken,
  unclear,
  hasUnexplained,
}: Look<Segment, SomePart>): Conclusion<Segment> => {
  const doubtful = new Set([...broken, ...unclear].map(keyOf));
  const whole = new Set(parts.map(keyOf).filter((key) => !doubtful.has(key)));
  return { knowledge: { whole }, release: doubtful.size === 0 && !hasUnexplained ? keptBefore : [] };
};
