import { invalidParameter } from './errors.ts';

/** RFC 3339 in UTC of a Unix time in milliseconds. */
export const instantOf = (unixMs: number): string => new Date(unixMs).toISOString();

/** Unix milliseconds of an RFC 3339 instant that has been validated; undefined stays undefined. */
export const unixMsOf = (instant: string | undefined): number | undefined =>
  instant === undefined ? undefined : Date.parse(instant);

/** A range of time that is counted by hours or days holds no more. */
const mostDays = 400;
const dayMs = 86_400_000;

/** From when to when, unix ms: what a request says, else the last `usualDays` before its end, which is now. Raises RequestError 400 where that is longer than 400 days. */
export const readPeriod = (
  query: { readonly from?: string | undefined; readonly to?: string | undefined },
  { usualDays, nowMs }: { readonly usualDays: number; readonly nowMs: number },
): { readonly fromMs: number; readonly toMs: number } => {
  const toMs = unixMsOf(query.to) ?? nowMs;
  const fromMs = unixMsOf(query.from) ?? toMs - usualDays * dayMs;
  if (toMs <= fromMs) throw invalidParameter('to', 'The range ends before it begins; give a later `to`.');
  if (toMs - fromMs > mostDays * dayMs)
    throw invalidParameter('from', `The range is longer than ${mostDays} days; give a later \`from\`.`);
  return { fromMs, toMs };
};
