/** Files of waiting batches and what they hold: those that others have left, then our own, each oldest first. Plain data. */
export interface SegmentList {
  readonly segments: readonly Segment[];
  readonly bytes: number;
}

export interface Segment {
  readonly path: string;
  readonly bytes: number;
  /** By a process that has ended. */
  readonly isLeft?: true;
}

export const noSegments: SegmentList = { segments: [], bytes: 0 };

/** A file is written to up to this size; then the next one begins. */
export const segmentBytes = 1024 * 1024;

export const isFull = ({ bytes }: Segment): boolean => bytes >= segmentBytes;

/** What is sent next: our own before what others have left. */
export const nextOf = ({ segments }: SegmentList): Segment | undefined =>
  segments.find(({ isLeft }) => isLeft !== true) ?? segments[0];

export const segmentAt = ({ segments }: SegmentList, path: string): Segment | undefined =>
  segments.find((segment) => segment.path === path);

/** With files that others have left. */
export const preceded = ({ segments, bytes }: SegmentList, more: readonly Segment[]): SegmentList => ({
  segments: [...more.map((segment) => ({ ...segment, isLeft: true }) as const), ...segments],
  bytes: bytes + more.reduce((sum, segment) => sum + segment.bytes, 0),
});

/** With `bytes` more in the file at `path`, which is the newest if it is not there yet. */
export const grown = (list: SegmentList, path: string, bytes: number): SegmentList => {
  const isKnown = segmentAt(list, path) !== undefined;
  const segments = isKnown
    ? list.segments.map((segment) => (segment.path === path ? { ...segment, bytes: segment.bytes + bytes } : segment))
    : [...list.segments, { path, bytes }];
  return { segments, bytes: list.bytes + bytes };
};

export const without = (list: SegmentList, path: string): SegmentList => ({
  segments: list.segments.filter((segment) => segment.path !== path),
  bytes: list.bytes - (segmentAt(list, path)?.bytes ?? 0),
});

/** What to give up so that the rest is within its limit; the newest segment stays. */
export const overflow = ({ segments, bytes }: SegmentList, limitBytes: number): Segment | undefined =>
  bytes > limitBytes && segments.length > 1 ? segments[0] : undefined;
