import type { StateStore } from '../storage/state/state-store.ts';
import type { Refused, Sender, Sent } from './tallies.ts';

export interface StoredSent extends Sender {
  readonly service: string;
  readonly requests: number;
  readonly records: number;
  readonly bytes: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export interface StoredRefused extends Sender {
  readonly reason: string;
  readonly requests: number;
  readonly records: number;
  readonly lastAt: Date;
}

/** What was last seen so long ago is forgotten. */
const keptDays = 90;
/** Rows of each table: those last seen first stay. */
const mostRows = 20_000;
const shownRows = 2_000;
const holder = 'holder_id AS "holderId", holder_name AS "holderName", address';

/** What was sent and refused by each sender, over all servers that share the state. */
export const sendersIn = (state: Pick<StateStore, 'query' | 'transaction'>) => ({
  /** Adds to what is there, all or nothing. */
  add: (sent: readonly Sent[], refused: readonly Refused[]): Promise<void> =>
    state.transaction(async (query) => {
      if (sent.length > 0)
        await query(
          `INSERT INTO senders (holder_id, holder_name, address, service, requests, records, bytes, first_at, last_at)
           SELECT a, b, c, d, e, f, g, to_timestamp(h / 1000), to_timestamp(i / 1000)
           FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::float8[], $8::float8[], $9::float8[])
             AS given (a, b, c, d, e, f, g, h, i)
           ON CONFLICT (holder_id, address, service) DO UPDATE SET holder_name = excluded.holder_name,
             requests = senders.requests + excluded.requests, records = senders.records + excluded.records,
             bytes = senders.bytes + excluded.bytes, last_at = greatest(senders.last_at, excluded.last_at)`,
          [
            ...holderColumns(sent),
            sent.map(({ service }) => storable(service)),
            sent.map(({ requests }) => requests),
            sent.map(({ records }) => records),
            sent.map(({ bytes }) => bytes),
            sent.map(({ firstAtMs }) => firstAtMs),
            sent.map(({ lastAtMs }) => lastAtMs),
          ],
        );
      if (refused.length > 0)
        await query(
          `INSERT INTO sender_refusals (holder_id, holder_name, address, reason, requests, records, last_at)
           SELECT a, b, c, d, e, f, to_timestamp(g / 1000)
           FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::float8[]) AS given (a, b, c, d, e, f, g)
           ON CONFLICT (holder_id, address, reason) DO UPDATE SET holder_name = excluded.holder_name,
             requests = sender_refusals.requests + excluded.requests, records = sender_refusals.records + excluded.records,
             last_at = greatest(sender_refusals.last_at, excluded.last_at)`,
          [
            ...holderColumns(refused),
            refused.map(({ reason }) => reason),
            refused.map(({ requests }) => requests),
            refused.map(({ records }) => records),
            refused.map(({ lastAtMs }) => lastAtMs),
          ],
        );
    }),

  /** Forgets who has not been seen for long, and what is beyond the bound. */
  async tidy(): Promise<void> {
    for (const table of ['senders', 'sender_refusals'])
      await state.query(
        `DELETE FROM ${table} WHERE last_at < now() - ${keptDays} * interval '1 day'
           OR last_at < (SELECT last_at FROM ${table} ORDER BY last_at DESC OFFSET ${mostRows} LIMIT 1)`,
      );
  },

  sent: (): Promise<StoredSent[]> =>
    state.query(
      `SELECT ${holder}, service, requests, records, bytes, first_at AS "firstAt", last_at AS "lastAt" FROM senders ORDER BY last_at DESC LIMIT ${shownRows}`,
    ),
  refused: (): Promise<StoredRefused[]> =>
    state.query(
      `SELECT ${holder}, reason, requests, records, last_at AS "lastAt" FROM sender_refusals ORDER BY last_at DESC LIMIT ${shownRows}`,
    ),
});
export type SenderStore = ReturnType<typeof sendersIn>;

const holderColumns = (rows: readonly Sender[]): [string[], string[], string[]] => [
  rows.map(({ holderId }) => holderId),
  rows.map(({ holderName }) => holderName),
  rows.map(({ address }) => address),
];

/** PostgreSQL stores no NUL. */
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();
