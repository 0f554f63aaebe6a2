import { setTimeout as pause } from 'node:timers/promises';
import { auditRowsIn } from '../audit-table/rows.ts';
import { writeAuditRows } from '../audit-table/table.ts';
import { company } from '../catalogue/company.ts';
import { generateEstate, requestsIn, type Stretch } from '../generate.ts';
import { dayMs } from '../times.ts';
import { type EstateMemory, recallEstate, rememberEstate } from './memory.ts';
import { sendRequest } from './send.ts';

export interface PlayOptions {
  /** Of the server that receives it. */
  readonly url: string;
  /** PostgreSQL server in which the estate keeps its audit table. */
  readonly warehouseUrl: string;
  /** Folder in which it is noted until when everything was sent. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onHistory: (sent: { readonly records: number; readonly days: number; readonly tookMs: number }) => void;
  readonly seed?: number;
  readonly days?: number;
  readonly everyMs?: number;
}

export interface EstatePlay extends AsyncDisposable {
  /** Settled when it has ended: resolved once `signal` is aborted, rejected with what went wrong. */
  readonly ended: Promise<void>;
}

/**
 * Sends the history of the company, newest day first, and from then on what happens in it, as it happens. What happened since an earlier
 * play on the same folder is sent first.
 */
export const playEstate = (options: PlayOptions): EstatePlay => {
  const closing = new AbortController();
  const stop = AbortSignal.any([closing.signal, options.signal]);
  const ended = play(options, stop).catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
  ended.catch(() => undefined);
  return {
    ended,
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await ended.catch(() => undefined);
    },
  };
};

const play = async (options: PlayOptions, stop: AbortSignal): Promise<void> => {
  const { folder, everyMs = 3_000 } = options;
  let memory = await begin(options);
  let auditedUntilMs = memory.sinceMs;
  if (memory.sentUntilMs === undefined) {
    auditedUntilMs = await writeAudit(options, memory, auditedUntilMs, memory.anchorMs);
    await sendHistory(options, memory, stop);
    memory = { ...memory, sentUntilMs: memory.anchorMs };
    await rememberEstate(folder, memory);
  }
  while (!stop.aborted) {
    // Noted first: what is sent again after a stop is then the same under the same keys, and so taken once.
    const untilMs = memory.sendingUntilMs ?? Date.now();
    await rememberEstate(folder, { ...memory, sendingUntilMs: untilMs });
    await sendSince(options, memory, untilMs, stop);
    memory = { ...memory, sentUntilMs: untilMs, sendingUntilMs: undefined };
    await rememberEstate(folder, memory);
    auditedUntilMs = await writeAudit(options, memory, auditedUntilMs, untilMs);
    await pause(everyMs, undefined, { signal: stop });
  }
};

const begin = async ({ folder, seed = 1, days = 90 }: PlayOptions): Promise<EstateMemory> => {
  const known = await recallEstate(folder);
  if (known !== undefined) return known;
  const anchorMs = Date.now();
  const memory = { seed, anchorMs, sinceMs: anchorMs - days * dayMs };
  await rememberEstate(folder, memory);
  return memory;
};

/** So many bodies are under way at once: the server makes each one durable before it answers. */
const mostAtOnce = 3;

const sendHistory = async (
  { url, onHistory }: PlayOptions,
  { seed, anchorMs, sinceMs }: EstateMemory,
  stop: AbortSignal,
): Promise<void> => {
  const startedAt = performance.now();
  const days = (anchorMs - sinceMs) / dayMs;
  const underWay = new Set<Promise<void>>();
  let [records, count] = [0, 0];
  for (const request of generateEstate({ seed, days, now: anchorMs, newestFirst: true })) {
    const sent = sendRequest(url, request, `estate ${seed} ${anchorMs} ${count}`, stop);
    underWay.add(sent);
    void sent.then(() => underWay.delete(sent)).catch(() => undefined);
    if (underWay.size >= mostAtOnce) await Promise.race(underWay);
    records += request.records;
    count += 1;
  }
  await Promise.all(underWay);
  onHistory({ records, days, tookMs: performance.now() - startedAt });
};

/** A long time without us is told as the past is: no heartbeats. */
const liveWithinMs = 60_000;

const sendSince = async (
  { url }: PlayOptions,
  { sentUntilMs = 0, ...memory }: EstateMemory,
  untilMs: number,
  stop: AbortSignal,
): Promise<void> => {
  const isLive = untilMs - sentUntilMs < liveWithinMs;
  const requests = requestsIn({ ...stretchOf(memory, sentUntilMs, untilMs), isLive });
  for (const [index, request] of requests.entries())
    await sendRequest(url, request, `estate ${memory.seed} ${memory.anchorMs} until ${untilMs} ${index}`, stop);
};

const stretchOf = ({ seed, anchorMs, sinceMs }: EstateMemory, fromMs: number, untilMs: number): Stretch => ({
  seed,
  anchorMs,
  sinceMs,
  pipelines: company,
  fromMs,
  untilMs,
});

/** Answers until when the table is written: the same as before while its database is away, as the flights example makes it now and then. */
const writeAudit = async (
  { warehouseUrl }: PlayOptions,
  memory: EstateMemory,
  fromMs: number,
  untilMs: number,
): Promise<number> => {
  const rows = auditRowsIn(stretchOf(memory, fromMs, untilMs));
  if (rows.length === 0) return untilMs;
  return writeAuditRows(warehouseUrl, rows).then(
    () => untilMs,
    () => fromMs,
  );
};
