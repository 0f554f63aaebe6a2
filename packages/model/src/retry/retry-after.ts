/** The wait a `Retry-After` asks for, in seconds or until an HTTP date (RFC 9110, 10.2.3), in milliseconds; undefined when it cannot be read. */
export const parseRetryAfter = (text: string | null | undefined, nowMs: number): number | undefined => {
  if (text === null || text === undefined) return undefined;
  if (/^\s*\d{1,9}(\.\d{1,6})?\s*$/u.test(text)) return Number(text) * 1_000;
  if (!/^\s*[A-Za-z]{3},? /u.test(text) && !/^\s*\d{4}-\d\d-\d\dT/u.test(text)) return undefined;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
};
