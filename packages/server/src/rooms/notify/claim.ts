import { turnOf } from '@sightglass/model/notify';
import type { StateQuery, StateStore } from '../../storage/state/state-store.ts';
import type { MailChannel } from './config.ts';
import { composeMail } from './mail/compose.ts';
import { mailWords } from './message.ts';
import type { SentMessage } from './outcome.ts';
import { takeOver } from './store-attempts.ts';
import {
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
  readonly state: Pick<StateStore, 'transaction'>;
  readonly channels: ReadonlyMap<string, MailChannel>;
  readonly publicUrl: string | undefined;
}

/** A lease outlives the deadline of its attempt by so much. */
const leaseMarginMs = 30_000;
const mostAtOnce = 20;

/** Chooses what to send now, and makes each message once. `isFirst`: whoever sent before is gone. */
export const claim = async (
  { state, channels, publicUrl }: ClaimParts,
  nowMs: number,
  isFirst: boolean,
): Promise<readonly Claimed[]> =>
  state.transaction(async (query) => {
    await lockOutbox(query);
    await takeOver(query, new Date(nowMs), isFirst);
    const claimed: Claimed[] = [];
    const groups = await readGroups(query, [...channels.keys()]);
    const mark = groups.length === 0 ? '' : await readMark(query);
    for (const group of groups) {
      const turn = turnOf(group, nowMs);
      await withdraw(query, turn.withdraw, new Date(nowMs));
      const row = group.find(({ key }) => key === turn.send);
      const channel = row === undefined ? undefined : channels.get(row.channel);
      if (row === undefined || channel === undefined || claimed.length >= mostAtOnce) continue;
      const taken = await take(query, { row: withInherited(row, group), group, channel, publicUrl, mark, nowMs });
      if (taken !== undefined) claimed.push(taken);
    }
    return claimed;
  });

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
}

const take = async (query: StateQuery, taking: Taking): Promise<Claimed | undefined> => {
  const { row, channel, nowMs } = taking;
  const message = row.message?.raw == null ? await make(query, taking) : row.message;
  const { raw } = message ?? {};
  if (message === undefined || raw == null) {
    await withdraw(query, [{ key: row.key, why: 'its incident is not kept any more' }], new Date(nowMs));
    return undefined;
  }
  const n = row.attempts + 1;
  const leaseUntil = new Date(nowMs + channel.timeoutSeconds * 1_000 + leaseMarginMs);
  await markSending(query, { ...row, attempts: n }, message, leaseUntil);
  return { row: { ...row, attempts: n }, channel, message: { ...message, raw }, n };
};

const make = async (query: StateQuery, taking: Taking): Promise<SentMessage | undefined> => {
  const { row, group, channel, publicUrl, mark, nowMs } = taking;
  const asked = await readIncident(query, row.incidentNo, row.family);
  if (asked === undefined) return undefined;
  const earlier = group
    .filter(
      ({ incidentNo, position, message }) =>
        incidentNo === row.incidentNo && position < row.position && message !== null,
    )
    .toSorted((a, b) => a.position - b.position)
    .flatMap(({ message }) => message ?? []);
  const words = mailWords({ ...asked, notification: row.body, channel, publicUrl, earlier, nowMs });
  return composeMail(channel, { ...words, key: row.key, to: row.target, mark, atMs: nowMs });
};
