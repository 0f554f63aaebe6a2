import { turnOf } from '@sightglass/model/notify';
import type { StateQuery, StateStore } from '../../../storage/state/state-store.ts';
import type { MailChannel } from '../config.ts';
import { composeMail } from '../mail/compose.ts';
import { mailWords } from './message.ts';
import type { SentMessage } from './outcome.ts';
import { type Scope, scopeKey } from './scopes.ts';
import { takeOver } from './store-attempts.ts';
import {
  hasPending,
  type IncidentAsked,
  lockOutbox,
  markSending,
  type PendingRow,
  readGroups,
  readIncident,
  readMark,
  withdraw,
} from './store-outbox.ts';

/** A message that is to be sent now, and nobody else sends. */
export interface Claimed {
  readonly row: PendingRow;
  readonly channel: MailChannel;
  readonly message: SentMessage & { readonly raw: string };
  /** Of which attempt, from 1. */
  readonly n: number;
}

export interface ClaimParts {
  readonly state: Pick<StateStore, 'query' | 'transaction'>;
  readonly channels: ReadonlyMap<string, MailChannel>;
  readonly publicUrl: string | undefined;
  /** Of recipients who are told of some incidents alone. */
  readonly scopes: () => Promise<ReadonlyMap<string, Scope>>;
}

/** A lease outlives the deadline of its attempt by so much. */
const leaseMarginMs = 30_000;
/** So few that what is noted meanwhile does not wait long while a server hangs. */
const mostAtOnce = 10;

const severityOf = (group: readonly PendingRow[]): string => group.map(({ body }) => body.severity).toSorted()[0] ?? '';
const gravestFirst = (a: readonly PendingRow[], b: readonly PendingRow[]): number =>
  severityOf(a) < severityOf(b) ? -1 : severityOf(a) > severityOf(b) ? 1 : 0;

/** Chooses what to send now, and makes each message once. `isFirst`: whoever sent before is gone. */
export const claim = async (
  { state, channels, publicUrl, scopes: readScopes }: ClaimParts,
  nowMs: number,
  isFirst: boolean,
): Promise<readonly Claimed[]> => {
  if (!isFirst && !(await hasPending(state.query))) return [];
  const scopes = await readScopes();
  return state.transaction(async (query) => {
    await lockOutbox(query);
    await takeOver(query, new Date(nowMs), isFirst);
    const claimed: Claimed[] = [];
    const groups = await readGroups(query, [...channels.keys()]);
    const mark = groups.length === 0 ? '' : await readMark(query);
    for (const group of groups.toSorted(gravestFirst)) {
      const [first] = group;
      if (first === undefined || scopes.get(scopeKey(first.channel, first.target)) === 'not-known') continue;
      const turn = turnOf(group, nowMs);
      await withdraw(query, turn.withdraw, new Date(nowMs));
      const row = group.find(({ key }) => key === turn.send);
      const channel = row === undefined ? undefined : channels.get(row.channel);
      if (row === undefined || channel === undefined || claimed.length >= mostAtOnce) continue;
      const found = scopes.get(scopeKey(row.channel, row.target));
      const scope = found === 'not-known' ? undefined : found;
      const fallback = channels.get(channel.fallback ?? '');
      const leaseMs = (channel.timeoutSeconds + (fallback?.timeoutSeconds ?? 0)) * 1_000 + leaseMarginMs;
      const inherited = withInherited(row, group);
      const taken = await take(query, { row: inherited, group, channel, publicUrl, mark, nowMs, scope, leaseMs });
      if (taken !== undefined) claimed.push(taken);
    }
    return claimed;
  });
};

/** A later word stands in for those that could not be sent: it has been tried as long as they have. */
const withInherited = (row: PendingRow, group: readonly PendingRow[]): PendingRow => {
  const failing = group.flatMap(({ state, failingSinceMs }) => (state === 'retry' ? (failingSinceMs ?? []) : []));
  return failing.length === 0 ? row : { ...row, failingSinceMs: Math.min(...failing) };
};

interface Taking {
  readonly row: PendingRow;
  readonly group: readonly PendingRow[];
  readonly channel: MailChannel;
  readonly publicUrl: string | undefined;
  readonly mark: string;
  readonly nowMs: number;
  readonly scope: Exclude<Scope, 'not-known'> | undefined;
  /** As long as the attempt and that of the fallback may last. */
  readonly leaseMs: number;
}

const take = async (query: StateQuery, taking: Taking): Promise<Claimed | undefined> => {
  const { row, channel, nowMs, scope } = taking;
  const asked = await readIncident(query, row.incidentNo, row.family);
  const whyNot = asked === undefined ? 'its incident is not kept any more' : scope?.(asked.incident);
  // Who was told of trouble is told of its end, also when they may not see all of it any more.
  const isHidden = whyNot !== undefined && row.kind === 'resolved';
  if (asked === undefined || (whyNot !== undefined && !isHidden)) {
    await withdraw(query, [{ key: row.key, why: whyNot ?? '' }], new Date(nowMs));
    return undefined;
  }
  // What may have arrived is sent again as it was; what has not, with the words of now.
  const isKept = row.mayHaveArrived && row.message?.raw != null;
  const message = isKept && row.message !== null ? row.message : await make(asked, taking, isHidden);
  const n = row.attempts + 1;
  const leaseUntil = new Date(nowMs + taking.leaseMs);
  await markSending(query, { ...row, attempts: n }, message, leaseUntil);
  return { row: { ...row, attempts: n }, channel, message: { ...message, raw: message.raw ?? '' }, n };
};

const make = ({ incident, alerts }: IncidentAsked, taking: Taking, isHidden: boolean): Promise<SentMessage> => {
  const { row, group, channel, publicUrl, mark, nowMs } = taking;
  const earlier = group
    .filter(
      ({ incidentNo, position, message }) =>
        incidentNo === row.incidentNo && position < row.position && message !== null,
    )
    .toSorted((a, b) => a.position - b.position)
    .flatMap(({ message }) => message ?? []);
  const words = mailWords({ incident, alerts, notification: row.body, channel, publicUrl, earlier, isHidden, nowMs });
  return composeMail(channel, { ...words, key: row.key, to: row.target, mark, atMs: nowMs });
};
