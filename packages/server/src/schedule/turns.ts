/** Lets so many work at once; others wait their turn. */
export const createTurns = (most: number): (<T>(work: () => Promise<T>) => Promise<T>) => {
  const waiting: (() => void)[] = [];
  let working = 0;
  const next = (): void => {
    working -= 1;
    waiting.shift()?.();
  };
  return async (work) => {
    if (working >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    working += 1;
    try {
      return await work();
    } finally {
      next();
    }
  };
};
