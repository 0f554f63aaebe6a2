import type { RefusalReason } from '@sightglass/model';
import type { SendScope } from './send-scope.ts';

/** Who sends: on whose behalf, and from where. */
export interface Sender {
  /** Of the token, or of the person; empty where nobody is known. */
  readonly holderId: string;
  readonly holderName: string;
  readonly address: string;
  /** Undefined of who may send everything. */
  readonly scope?: SendScope | undefined;
}

export interface Sent extends Sender {
  readonly service: string;
  requests: number;
  records: number;
  bytes: number;
  readonly firstAtMs: number;
  lastAtMs: number;
}

export interface Refused extends Sender {
  readonly reason: RefusalReason;
  requests: number;
  records: number;
  lastAtMs: number;
}

/** Beyond so many senders, those that are new are counted as one of their kind. */
const mostSenders = 5_000;
/** Names of services of one sender; a program that makes one up for each body fills no table. */
const mostServices = 200;
const others = 'others';

interface OfSender {
  readonly sender: Sender;
  readonly sent: Map<string, Sent>;
  readonly refused: Map<RefusalReason, Refused>;
}

/** What came since it was last taken, by sender. */
export const createTallies = () => {
  let byHolder = new Map<string, Map<string, OfSender>>();
  let senders = 0;
  let refusals = 0;

  const of = ({ holderId, holderName, address }: Sender): OfSender => {
    const byAddress = byHolder.get(holderId);
    const known = byAddress?.get(address);
    if (known !== undefined) return known;
    if (senders >= mostSenders && address !== others) return of({ holderId, holderName, address: others });
    senders++;
    const made: OfSender = { sender: { holderId, holderName, address }, sent: new Map(), refused: new Map() };
    if (byAddress === undefined) byHolder.set(holderId, new Map([[address, made]]));
    else byAddress.set(address, made);
    return made;
  };

  const sentOf = ({ sender, sent }: OfSender, service: string, nowMs: number): Sent => {
    const name = sent.size >= mostServices && !sent.has(service) ? others : service;
    const known = sent.get(name);
    if (known !== undefined) return known;
    const made = { ...sender, service: name, requests: 0, records: 0, bytes: 0, firstAtMs: nowMs, lastAtMs: nowMs };
    sent.set(name, made);
    return made;
  };

  const refusedOf = ({ sender, refused }: OfSender, reason: RefusalReason): Refused => {
    const made = refused.get(reason) ?? { ...sender, reason, requests: 0, records: 0, lastAtMs: 0 };
    refused.set(reason, made);
    return made;
  };

  return {
    sent(sender: Sender, service: string, bytes: number, records: number, requests = 1): void {
      const nowMs = Date.now();
      const tally = sentOf(of(sender), service, nowMs);
      tally.requests += requests;
      tally.records += records;
      tally.bytes += bytes;
      tally.lastAtMs = nowMs;
    },
    refused(sender: Sender, reason: RefusalReason, requests: number, records: number): void {
      refusals++;
      const tally = refusedOf(of(sender), reason);
      tally.requests += requests;
      tally.records += records;
      tally.lastAtMs = Date.now();
    },
    /** Whether there is something refused to be kept, or something at all. */
    pending: (): 'nothing' | 'sent' | 'refused' => {
      if (refusals > 0) return 'refused';
      return senders > 0 ? 'sent' : 'nothing';
    },
    /** All of it, once. */
    take(): { readonly sent: readonly Sent[]; readonly refused: readonly Refused[] } {
      const all = [...byHolder.values()].flatMap((byAddress) => [...byAddress.values()]);
      byHolder = new Map();
      senders = 0;
      refusals = 0;
      return {
        sent: all.flatMap(({ sent }) => [...sent.values()]),
        refused: all.flatMap(({ refused }) => [...refused.values()]),
      };
    },
  };
};
export type Tallies = ReturnType<typeof createTallies>;
