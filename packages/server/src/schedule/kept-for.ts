interface Kept<Result> {
  readonly result: Promise<Result>;
  readonly version: number;
  readonly untilMs: number;
}

/**
 * Reads, and gives the same again until it is so old; who asks while it is read waits for the same. What raised is read again, and so is
 * what is of another version.
 */
export const keptFor = <Result>(
  ageMs: number,
  read: () => Promise<Result>,
  versionNow: () => number = () => 0,
): (() => Promise<Result>) => {
  let kept: Kept<Result> | undefined;
  return () => {
    const version = versionNow();
    if (kept?.version === version && performance.now() < kept.untilMs) return kept.result;
    const begun = { result: read(), version, untilMs: Infinity };
    kept = begun;
    const settle = (settled: Kept<Result> | undefined): void => {
      if (kept === begun) kept = settled;
    };
    begun.result.then(
      () => settle({ ...begun, untilMs: performance.now() + ageMs }),
      () => settle(undefined),
    );
    return begun.result;
  };
};
