const late = new Set<Promise<unknown>>();

/** Keeps in mind that `work`, which never raises, will write a record soon. */
export const recordLater = (work: Promise<unknown>): void => {
  late.add(work);
  void work.finally(() => late.delete(work));
};

/** Waits for such records at the end of a run, for `timeoutMs` at most. */
export const awaitLateRecords = async (timeoutMs: number): Promise<void> => {
  if (late.size === 0) return;
  const end = Promise.withResolvers<void>();
  const timer = setTimeout(end.resolve, timeoutMs);
  await Promise.race([Promise.all(late), end.promise]);
  clearTimeout(timer);
};
