/**
 * The latest records of the main thread, as bytes that the heartbeat thread can read while the main thread stands still. There are two
 * pages: one is written; when it is full, or what it holds has been handed on, the other is emptied and written next. So what was handed
 * on last, and may not have gone out, is still there.
 */
export interface RecentRecords {
  readonly memory: SharedArrayBuffer;
  keep(record: Buffer): void;
  handedOn(): void;
}

/** What the other thread has not sent yet. */
export interface UnsentRecords {
  readonly bytes: Uint8Array;
  sent(): void;
}

/** Both pages hold what one batch may. */
export const pageBytes = 128 * 1024;
const stateBytes = 2 * Int32Array.BYTES_PER_ELEMENT;
const [generation, length] = [0, 1];

interface Page {
  /** How often it was emptied, and how long it is. */
  readonly state: Int32Array;
  readonly bytes: Uint8Array;
}

const pagesOf = (memory: SharedArrayBuffer): [Page, Page] => {
  const pageAt = (index: number): Page => ({
    state: new Int32Array(memory, index * stateBytes, 2),
    bytes: new Uint8Array(memory, 2 * stateBytes + index * pageBytes, pageBytes),
  });
  return [pageAt(0), pageAt(1)];
};

export const createRecentRecords = (): RecentRecords => {
  const memory = new SharedArrayBuffer(2 * (stateBytes + pageBytes));
  let [written, older] = pagesOf(memory);
  let writtenBytes = 0;
  const turn = () => {
    [written, older] = [older, written];
    writtenBytes = 0;
    Atomics.store(written.state, length, 0);
    Atomics.add(written.state, generation, 1);
  };
  return {
    memory,
    keep: (record) => {
      if (record.byteLength > pageBytes) return;
      if (writtenBytes + record.byteLength > pageBytes) turn();
      writtenBytes += record.copy(written.bytes, writtenBytes);
      Atomics.store(written.state, length, writtenBytes);
    },
    handedOn: turn,
  };
};

/** For the other thread: whole records only, each until it is said to be sent. */
export const createRecentRecordsReader = (memory: SharedArrayBuffer): (() => UnsentRecords) => {
  const readers = pagesOf(memory).map(createPageReader);
  return () => {
    const unsent = readers.map((read) => read());
    return {
      bytes: Buffer.concat(unsent.map(({ bytes }) => bytes)),
      sent: () => {
        for (const page of unsent) page.sent();
      },
    };
  };
};

/** A page that is emptied while it is read counts as empty: the main thread goes on, and so will the next reading. */
const createPageReader = ({ state, bytes }: Page): (() => UnsentRecords) => {
  let sentOf = 0;
  let sentBytes = 0;
  return () => {
    const current = Atomics.load(state, generation);
    const end = Atomics.load(state, length);
    const copy = Buffer.from(bytes.subarray(current === sentOf ? sentBytes : 0, end));
    if (Atomics.load(state, generation) !== current) return { bytes: Buffer.alloc(0), sent: () => undefined };
    return {
      bytes: copy,
      sent: () => {
        sentOf = current;
        sentBytes = end;
      },
    };
  };
};
