/** What went wrong, in a few words: `fetch failed` says nothing, its cause does. */
export const problemOf = (thrown: unknown): string => {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  return cause instanceof Error ? cause.message || (cause as { code?: string }).code || cause.name : String(cause);
};
