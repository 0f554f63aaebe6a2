import { closeSync, ftruncateSync, openSync, unlinkSync, writevSync } from 'node:fs';
import { createBatch, type Batch } from '../batch.ts';
import type { BufferHome } from './buffer-home.ts';
import { encodeFrameHead, frameState, readSegment, type SegmentContents } from './segment-file.ts';

/** A whole request with some of the records of a batch, in pieces, which are looked at only at once. */
export interface DraftPart {
  readonly records: number;
  readonly body: readonly Uint8Array[];
}

/**
 * A batch that is in memory, on disk as well: when its process is killed, whoever comes next delivers it, with the same id. Never raises: where
 * the disk takes nothing, it is in memory only.
 */
export interface Draft {
  readonly id: string;
  /** Adds a part, and behind it what will be in the next one, unless it is written otherwise then. */
  write(part: DraftPart | undefined, likely?: DraftPart): void;
  /** Nothing more comes. */
  seal(): void;
  remove(): void;
}

const extension = '.draft';
/** After the disk took nothing, it is left alone for so long. */
const restMs = 5_000;

export const isDraft = (path: string): boolean => path.endsWith(extension);

/** Starts drafts in the folder of this process; undefined while the disk takes none. */
export const createDrafts = (home: BufferHome): ((id: string) => Draft | undefined) => {
  let sequence = 0;
  let restUntilMs = -Infinity;
  const onUnwritable = (): void => {
    restUntilMs = performance.now() + restMs;
  };
  return (id) => {
    if (performance.now() < restUntilMs) return undefined;
    sequence += 1;
    try {
      const stamp = String(Date.now()).padStart(15, '0');
      const path = home.newFile(`logs-${stamp}-${String(sequence).padStart(6, '0')}${extension}`);
      return draftIn({
        id,
        path,
        descriptor: openSync(path, 'wx', 0o600),
        onUnwritable,
      });
    } catch {
      onUnwritable();
      return undefined;
    }
  };
};

interface DraftFile {
  readonly id: string;
  readonly path: string;
  readonly descriptor: number;
  readonly onUnwritable: () => void;
}

const draftIn = ({ id, path, descriptor, onUnwritable }: DraftFile): Draft => {
  /** Where the parts end, and what is likely. */
  let end = 0;
  let likelyEnd = 0;
  let isOpen = true;
  let isThere = true;
  const close = (): void => {
    if (isOpen) quietly(() => closeSync(descriptor));
    isOpen = false;
  };
  const remove = (): void => {
    close();
    if (isThere) quietly(() => unlinkSync(path));
    isThere = false;
  };
  const attempt = (action: () => void): void => {
    if (!isOpen) return;
    try {
      action();
    } catch {
      remove();
      onUnwritable();
    }
  };
  const truncate = (to: number): void => {
    if (likelyEnd > to) ftruncateSync(descriptor, to);
    likelyEnd = to;
  };
  return {
    id,
    write: (part, likely) =>
      attempt(() => {
        const frame = frameOf(id, part, frameState.waiting);
        const maybe = frameOf(id, likely, frameState.likely);
        writeWhole(descriptor, [...frame, ...maybe], end);
        end += bytesIn(frame);
        truncate(end + bytesIn(maybe));
      }),
    seal: () => {
      attempt(() => truncate(end));
      close();
    },
    remove,
  };
};

const frameOf = (id: string, part: DraftPart | undefined, state: number): readonly Uint8Array[] =>
  part === undefined ? [] : [encodeFrameHead(id, part.records, state, part.body), ...part.body];

const bytesIn = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);

/** A disk that takes only some of it is full. */
const writeWhole = (descriptor: number, pieces: readonly Uint8Array[], at: number): void => {
  if (writevSync(descriptor, pieces, at) < bytesIn(pieces)) throw new Error('the disk is full');
};

const quietly = (action: () => void): void => {
  try {
    action();
  } catch {
    // Whoever comes next finds the file.
  }
};

/** The batch that a process left in the making: its parts are one request together. */
export const readDraft = (bytes: Buffer): SegmentContents => {
  const { waiting, damagedBytes } = readSegment(bytes);
  const rest = Buffer.from(bytes.subarray(bytes.byteLength - damagedBytes));
  if (rest[0] === frameState.likely) rest[0] = frameState.waiting;
  const [likely] = readSegment(rest).waiting;
  const parts = [...waiting, ...(likely === undefined ? [] : [likely])].map(({ batch }) => batch);
  const [first] = parts;
  if (first === undefined) return { waiting: [], damagedBytes: 0 };
  const records = parts.reduce((sum, part) => sum + part.records, 0);
  const batch: Batch = { ...createBatch(records, Buffer.concat(parts.map(({ body }) => body))), id: first.id };
  return { waiting: [{ offset: 0, batch }], damagedBytes: 0 };
};
