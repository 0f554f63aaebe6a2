/** An address as it may be kept: without credentials, and of the query only the names. */
export const safeUrl = (url: URL): string => {
  const names = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=REDACTED`);
  return `${url.origin}${url.pathname}${names.length === 0 ? '' : `?${names.join('&')}`}`;
};
