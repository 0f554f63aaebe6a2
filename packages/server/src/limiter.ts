/** Lets so many jobs run at once; the others wait for their turn. */
export const createLimiter = (most: number) => {
  let running = 0;
  const waiting: (() => void)[] = [];

  const enter = async (): Promise<void> => {
    if (running >= most) return new Promise((resolve) => waiting.push(resolve));
    running += 1;
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  return async <Result>(job: () => Promise<Result>): Promise<Result> => {
    await enter();
    try {
      return await job();
    } finally {
      leave();
    }
  };
};
