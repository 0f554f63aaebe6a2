import type { IntakeEvents } from './events.ts';
import type { Redactor } from '@sightglass/model/redaction';
import type { Signal } from '../wire/proto.ts';
import { everyKind } from '../wire/value-kinds.ts';
import type { Spool } from '../spool/spool.ts';
import { createMemoryBudget, type MemoryHold } from './memory-budget.ts';
import { requestTables } from './message-table.ts';
import { redactBody } from './redact-body.ts';
import { repairBody } from './repair.ts';
import { TooManyMessagesError } from './too-many-messages.ts';
import { checkWire } from './wire-check.ts';

/** The one way in for every protocol: a protobuf export request, checked, repaired where needed, and made durable. */
export interface Intake {
  /**
   * Raises MalformedBodyError, TooManyMessagesError, SpoolFullError, SpoolWriteError and what `pass` raises; in each case nothing is stored.
   * `pass` is called with the number of records before they are stored.
   */
  accept(signal: Signal, body: Uint8Array, idempotencyKey: string, pass?: (records: number) => void): Promise<Accepted>;
  /** Memory for one body, as sent and decompressed, out of what all bodies in flight may take, over whichever protocol they come. */
  openHold(): MemoryHold;
}

export interface Accepted {
  /** Records found, those rejected among them. */
  readonly records: number;
  readonly rejectedRecords: number;
}

export interface IntakeParts {
  readonly spool: Spool;
  readonly events: IntakeEvents;
  /** Sees every body just made durable, and how many records it holds. */
  readonly onAccepted: (signal: Signal, body: Uint8Array, records: number) => void;
  /** What is redacted before anything is written to disk; nothing unless given. */
  readonly redactor?: Redactor | undefined;
  /** Bytes of bodies, as sent and decompressed, that may be in memory at once; 256 MiB unless given. */
  readonly mostBytesInFlight?: number;
}

const usualBytesInFlight = 268_435_456;

/** Repairing makes an object of every message. */
const mostRepairedMessages = 1_000_000;

export const createIntake = ({
  spool,
  events,
  onAccepted,
  redactor,
  mostBytesInFlight = usualBytesInFlight,
}: IntakeParts): Intake => ({
  openHold: createMemoryBudget(mostBytesInFlight).openHold,
  async accept(signal, body, idempotencyKey, pass) {
    const { records, messages, hasDeepValues, hasEvents, eventKinds, invalidRecords, valueKinds } = checkWire(
      body,
      requestTables[signal],
    );
    if (records === 0) return { records, rejectedRecords: 0 };
    passOrNote(records, pass);
    const needsRepair = hasDeepValues || invalidRecords > 0;
    if ((needsRepair || redactor !== undefined) && messages > mostRepairedMessages)
      throw new TooManyMessagesError(mostRepairedMessages);
    const repaired = needsRepair ? repairBody(signal, body) : { body, rejectedRecords: 0 };
    const redacted = redactor === undefined ? undefined : redactBody(signal, repaired.body, redactor);
    const stored = redacted ?? repaired.body;
    const lane = signal === 'logs' && !hasEvents ? 'lines' : signal;
    const content = { valueKinds: needsRepair || redacted !== undefined ? everyKind : valueKinds, eventKinds, records };
    const outcome = await spool.append(lane, stored, idempotencyKey, content).catch(noting(records));
    if (outcome === 'repeated') {
      events.bodyRepeated(signal);
    } else {
      events.bodyAccepted(signal, stored.length);
      if (repaired.rejectedRecords > 0) events.recordsRejected(signal, repaired.rejectedRecords);
      onAccepted(signal, stored, records - repaired.rejectedRecords);
    }
    return { records, rejectedRecords: repaired.rejectedRecords };
  },
});

/** Records of bodies that were read and then refused, by the error. */
const refusedRecords = new WeakMap<object, number>();

/** How many records the body held whose refusal this is; 0 where nobody counted them. */
export const recordsOf = (error: unknown): number =>
  typeof error === 'object' && error !== null ? (refusedRecords.get(error) ?? 0) : 0;

const noting =
  (records: number) =>
  (error: object): never => {
    refusedRecords.set(error, records);
    throw error;
  };

const passOrNote = (records: number, pass: ((records: number) => void) | undefined): void => {
  try {
    pass?.(records);
  } catch (error) {
    noting(records)(error as object);
  }
};
