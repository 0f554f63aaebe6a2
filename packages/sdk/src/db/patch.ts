// oxlint-disable-next-line typescript/no-explicit-any
export type AnyFunction = (...values: any[]) => any;

/** Puts `wrap` around a method, inherited or own. Returns the way back. */
export const patch = (prototype: object, name: string, wrap: (original: AnyFunction) => AnyFunction): (() => void) => {
  const owner = prototype as Record<string, AnyFunction>;
  const wasOwn = Object.hasOwn(owner, name);
  const original = owner[name];
  if (original === undefined) return () => undefined;
  owner[name] = wrap(original);
  return () => {
    if (wasOwn) owner[name] = original;
    else delete owner[name];
  };
};

/** Does something when a promise settles; what comes back settles as it does, so that an error nobody handles stays one. */
export const settled = (promise: Promise<unknown>, over: (error: unknown, value?: unknown) => void): Promise<unknown> =>
  promise.then(
    (value: unknown) => {
      over(undefined, value);
      return value;
    },
    (error: unknown) => {
      over(error);
      throw error;
    },
  );
