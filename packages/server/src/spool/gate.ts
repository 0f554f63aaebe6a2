/** Lets jobs through side by side, and now and then one job alone. */
export const createGate = () => {
  let inside = 0;
  let isShut = false;
  let turn: Promise<unknown> = Promise.resolve();
  let opened: Promise<void> = never();
  let emptied: (() => void) | undefined;

  const alone = async <Result>(job: () => Promise<Result>): Promise<Result> => {
    const opening = Promise.withResolvers<void>();
    opened = opening.promise;
    isShut = true;
    try {
      if (inside > 0) await new Promise<void>((resolve) => (emptied = resolve));
      return await job();
    } finally {
      isShut = false;
      opened = never();
      opening.resolve();
    }
  };

  return {
    get isShut() {
      return isShut;
    },
    /** Resolves when a gate that is shut opens; never while it stands open. */
    opened: () => opened,
    async through<Result>(job: () => Promise<Result>): Promise<Result> {
      inside += 1;
      try {
        return await job();
      } finally {
        inside -= 1;
        if (inside === 0) emptied?.();
      }
    },
    /** One after the other. */
    whileStill<Result>(job: () => Promise<Result>): Promise<Result> {
      const own = turn.then(() => alone(job));
      turn = own.catch(() => undefined);
      return own;
    },
  };
};

const never = (): Promise<never> => new Promise(() => {});
