/** What this browser keeps of earlier visits under a key; null where it keeps nothing, or lets no page keep anything. */
export const kept = (key: string): string | null => {
  try {
    // Closed to pages, even to name it raises a SecurityError.
    return globalThis.localStorage?.getItem(key) ?? null;
  } catch {
    return null;
  }
};

/** Kept for the next visit, where this browser lets pages keep anything and is not full. */
export const keep = (key: string, value: string): void => {
  try {
    globalThis.localStorage?.setItem(key, value);
  } catch {
    // What was chosen holds for this visit all the same.
  }
};
