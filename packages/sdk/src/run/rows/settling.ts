/** How a body ended. */
export interface Settling {
  readonly returned: () => void;
  readonly threw: (error: unknown) => void;
}

/** Calls `body` and reports how it ended. What it returns or throws comes back unchanged; a synchronous body stays synchronous. */
export const settling = <T>(body: () => T, end: Settling): T => {
  let result: T;
  try {
    result = body();
  } catch (error) {
    end.threw(error);
    throw error;
  }
  if (isPromise(result)) return settlingLater(result, end) as T;
  end.returned();
  return result;
};

const settlingLater = async (result: PromiseLike<unknown>, end: Settling): Promise<unknown> => {
  let value: unknown;
  try {
    value = await result;
  } catch (error) {
    end.threw(error);
    throw error;
  }
  end.returned();
  return value;
};

/** A Proxy may raise when it is looked into; then it is handed on as it is. */
const isPromise = (value: unknown): value is PromiseLike<unknown> => {
  try {
    return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
  } catch {
    return false;
  }
};
