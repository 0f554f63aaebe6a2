/** `instanceof` for whatever a program throws or returns: a Proxy may raise when it is asked for its prototype. */
export const isInstance = <Instance>(
  value: unknown,
  type: abstract new (...given: never[]) => Instance,
): value is Instance => {
  try {
    return value instanceof type;
  } catch {
    return false;
  }
};
