/** Lets so many jobs run at once; the others wait for their turn, first come first. */
export const createLimiter = (most: number): (<Result>(job: () => Promise<Result>) => Promise<Result>) => {
  const waiting: (() => void)[] = [];
  let running = 0;

  const enter = async (): Promise<void> => {
    if (running >= most) return new Promise((resolve) => waiting.push(resolve));
    running += 1;
  };
  /** Hands its place to the next in line, so that nobody who comes in between takes it as well. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  return async (job) => {
    await enter();
    try {
      return await job();
    } finally {
      leave();
    }
  };
};
