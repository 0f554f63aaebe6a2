import { Worker } from 'node:worker_threads';
import type { LogFilter } from '@sightglass/model/rest';
import type { LogTail } from '../../../intake/tail.ts';
import type { Redaction } from '../../../storage/telemetry/redaction/open-redaction.ts';
import type { VisiblePart } from '../../../storage/telemetry/visible/visible-part.ts';
import type { FromTailThread, ToTailThread } from './tail-messages.ts';

export interface TailViewer {
  /** Whole server-sent events with so many records. */
  show(frames: Uint8Array, records: number): void;
  /** So many records were not even compared with the filter. */
  miss(records: number): void;
}

export interface FilteredTail {
  /** Returns what ends the watching. */
  watch(filter: LogFilter, viewer: TailViewer): () => void;
}

/** Bodies that wait for the thread; what comes while there are more is missed. */
const mostWaitingBytes = 8_388_608;

/** The thread ends when it needs more, and only it. */
const mostHeapMb = 256;

/** A body the thread has, and has not reported as done. */
interface Offered {
  readonly bytes: number;
  readonly records: number;
}

interface Thread {
  post(message: ToTailThread, moved?: readonly ArrayBuffer[]): void;
  end(): void;
}

/** Shows viewers what passes their filters, of the part that they may see. While there are any, a thread decodes; intake only copies bytes. */
export const filterTail = (
  tail: Pick<LogTail, 'subscribe'>,
  part: VisiblePart | undefined,
  onError: (error: unknown) => void,
  redaction?: Pick<Redaction, 'policy' | 'hashKey'>,
): FilteredTail => {
  const groups = new Map<string, { readonly filter: LogFilter; readonly viewers: Set<TailViewer> }>();
  let thread: Thread | undefined;
  let waiting: Offered[] = [];
  let waitingBytes = 0;
  let unsubscribe = (): void => {};

  const missAll = (records: number): void => {
    // How many others send is nothing to who sees a part: of what was not looked at it is not known whose it was.
    const told = part === undefined ? records : 1;
    for (const { viewers } of groups.values()) for (const viewer of viewers) viewer.miss(told);
  };
  const receive = (message: FromTailThread): void => {
    if (message.kind === 'done') waitingBytes -= waiting.shift()?.bytes ?? 0;
    if (message.kind === 'missed') missAll(message.records);
    if (message.kind !== 'records') return;
    for (const viewer of groups.get(message.key)?.viewers ?? []) viewer.show(message.frames, message.count);
  };
  /** The next body starts another thread; what this one had is lost with it. */
  const ended = (): void => {
    thread = undefined;
    for (const { records } of forget()) missAll(records);
  };
  const forget = (): readonly Offered[] => {
    const forgotten = waiting;
    waiting = [];
    waitingBytes = 0;
    return forgotten;
  };
  const begin = (): Thread => {
    const begun = startThread({ onMessage: receive, onError, onEnd: ended });
    if (redaction !== undefined) begun.post({ kind: 'redact', policy: redaction.policy, hashKey: redaction.hashKey });
    for (const [key, { filter }] of groups) begun.post({ kind: 'open', key, filter, part });
    return begun;
  };
  const offer = (body: Uint8Array, records: number): void => {
    if (waitingBytes > 0 && waitingBytes + body.length > mostWaitingBytes) return missAll(records);
    thread ??= begin();
    waiting.push({ bytes: body.length, records });
    waitingBytes += body.length;
    const copy = new Uint8Array(body);
    thread.post({ kind: 'body', body: copy, records }, [copy.buffer]);
  };
  const end = (): void => {
    unsubscribe();
    thread?.end();
    thread = undefined;
    forget();
  };

  return {
    watch(filter, viewer) {
      const key = JSON.stringify(filter);
      if (groups.size === 0) unsubscribe = tail.subscribe(offer);
      const group = groups.get(key) ?? { filter, viewers: new Set() };
      if (!groups.has(key)) {
        groups.set(key, group);
        thread?.post({ kind: 'open', key, filter, part });
      }
      thread ??= begin();
      group.viewers.add(viewer);
      return () => {
        if (!group.viewers.delete(viewer) || group.viewers.size > 0) return;
        groups.delete(key);
        thread?.post({ kind: 'close', key });
        if (groups.size === 0) end();
      };
    },
  };
};

interface ThreadEvents {
  readonly onMessage: (message: FromTailThread) => void;
  readonly onError: (error: unknown) => void;
  /** Called once, after its last message, if it ends by itself. */
  readonly onEnd: () => void;
}

const startThread = ({ onMessage, onError, onEnd }: ThreadEvents): Thread => {
  const isSource = import.meta.url.endsWith('.ts');
  const worker = new Worker(new URL(isSource ? './tail-thread.ts' : './tail-thread.js', import.meta.url), {
    name: 'log tail',
    env: {},
    execArgv: process.execArgv.filter((flag) => flag.startsWith('--conditions=')),
    resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
  });
  worker.unref();
  worker.on('message', onMessage);
  worker.on('error', onError);
  worker.once('exit', onEnd);
  return {
    post: (message, moved = []) => worker.postMessage(message, [...moved]),
    end() {
      worker.removeAllListeners();
      worker.on('error', () => {});
      void worker.terminate();
    },
  };
};
