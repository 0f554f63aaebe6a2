/** RFC 3339 in UTC of a Unix time in milliseconds. */
export const instantOf = (unixMs: number): string => new Date(unixMs).toISOString();

/** Unix milliseconds of an RFC 3339 instant that has been validated; undefined stays undefined. */
export const unixMsOf = (instant: string | undefined): number | undefined =>
  instant === undefined ? undefined : Date.parse(instant);
