import { attributes, findTraceparent, sanitiseSql } from '@sightglass/model';

/** A session that keeps a statement waiting; texts are empty where the login may not see them. */
export interface LockHolder {
  readonly session: string;
  readonly application: string;
  readonly login: string;
  readonly state: string;
  /** Its latest statement, as it was sent. */
  readonly statement: string;
  /** How long its transaction was open. */
  readonly transactionMs: number | undefined;
  /** Where it bears one: the traceparent of the run and stage it works for. */
  readonly traceparent: string;
  /** It was seen to block the statement; otherwise it holds a lock on the table, and may be the one. */
  readonly isCertain: boolean;
}

export const holderAttributes = (holder: LockHolder, nowMs: number): Record<string, string | boolean> => {
  const texts: Record<string, string> = {
    [attributes.dbLockHolderSession]: holder.session,
    [attributes.dbLockHolderApplication]: holder.application,
    [attributes.dbLockHolderLogin]: holder.login,
    [attributes.dbLockHolderState]: holder.state,
    [attributes.dbLockHolderStatement]: sanitiseSql(holder.statement),
    [attributes.dbLockHolderSince]: sinceOf(holder, nowMs) ?? '',
    [attributes.dbLockHolderTraceId]: findTraceparent(holder.traceparent)?.traceId ?? '',
  };
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
    [attributes.dbLockHolderCertain]: holder.isCertain,
  };
};

/** `held by session 4711 (nightly-reindex, etl), idle in transaction, its transaction open since 2026-11-29T02:13:04.000Z`. */
export const holderWords = (holder: LockHolder, nowMs: number): string => {
  const { session, application, login, state, isCertain } = holder;
  const names = [application, login].filter((name) => name !== '').join(', ');
  const since = sinceOf(holder, nowMs);
  return [
    `${isCertain ? '' : 'perhaps '}held by session ${session}${names === '' ? '' : ` (${names})`}`,
    ...(state === '' ? [] : [state]),
    ...(since === undefined ? [] : [`its transaction open since ${since}`]),
  ].join(', ');
};

const sinceOf = ({ transactionMs }: LockHolder, nowMs: number): string | undefined =>
  transactionMs === undefined ? undefined : new Date(nowMs - transactionMs).toISOString();
