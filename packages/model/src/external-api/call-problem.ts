/** What went wrong with a request that raised `thrown`, in a few words on one line: `fetch failed` says nothing, its cause does. */
export const problemOf = (thrown: unknown): string => {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  if (!(cause instanceof Error)) return oneLine(String(cause));
  const { code, reason }: { code?: string; reason?: unknown } = cause as object;
  if (typeof reason === 'string' && /^EPROTO$|^ERR_SSL_/u.test(code ?? '')) return `no TLS: ${oneLine(reason)}`;
  if (code === 'ECONNRESET' && cause.message === 'aborted') return 'the connection was cut in the middle of the answer';
  return oneLine(cause.message) || (code ?? cause.name);
};

const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();
