import { firstServiceOf } from '../senders/first-service.ts';
import type { Senders } from '../senders/open-senders.ts';
import type { Sender } from '../senders/tallies.ts';
import type { Accepted } from './accept.ts';

/** What senders may, and what became of what they sent. */
export type SenderBook = Pick<Senders, 'limits' | 'sent' | 'refused'>;

export const unknownSender: Sender = { holderId: '', holderName: '', address: '' };

/** Counts a body that was taken. Of one that was sent again nothing is stored; it counts all the same, as it was sent. */
export const noteTaken = (
  book: SenderBook,
  sender: Sender,
  body: Uint8Array,
  { records, rejectedRecords }: Accepted,
): void => {
  book.sent(sender, firstServiceOf(body), body.length, records - rejectedRecords);
  if (rejectedRecords > 0) book.refused(sender, 'invalid-records', 0, rejectedRecords);
};

/** Holds a body to the limits of its sender before it is stored; the function raises LimitReachedError. */
export const passing =
  (book: SenderBook | undefined, { holderId, holderName, address }: Sender, body: Uint8Array) =>
  (records: number): void => {
    book?.limits.pass(address, address, body.length, records);
    if (holderId !== '') book?.limits.pass(holderId, holderName, body.length, records);
  };
