/** Reads, and gives the same again until it is so old; what raised is read again. */
export const keptFor = <Result>(ageMs: number, read: () => Promise<Result>): (() => Promise<Result>) => {
  let kept: { readonly result: Result; readonly untilMs: number } | undefined;
  return async () => {
    const nowMs = performance.now();
    if (kept === undefined || nowMs >= kept.untilMs) kept = { result: await read(), untilMs: nowMs + ageMs };
    return kept.result;
  };
};
