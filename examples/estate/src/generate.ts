import { company, companyOf } from './catalogue/company.ts';
import type { EstatePipeline } from './catalogue/types.ts';
import { longestRunMs, runsDueBetween } from './run/plan-runs.ts';
import type { SimulatedRun } from './run/simulated-run.ts';
import type { StoryTime } from './story/stories.ts';
import { type EstateRequest, RequestWriter } from './telemetry/requests.ts';
import { telemetryOf } from './telemetry/run-telemetry.ts';
import { dayMs } from './times.ts';

export interface EstateOptions {
  readonly seed: number;
  /** How many days of history. */
  readonly days: number;
  /** End of the history, unix ms. */
  readonly now: number;
  /** The fourteen of the company unless given; more of them are copies. */
  readonly pipelines?: number;
  readonly runsPerDay?: number;
  /** Log lines of each run beside its events; a few, and only of the last fortnight, unless given. */
  readonly logsPerRun?: number;
  /** The history's last day comes first. */
  readonly newestFirst?: boolean;
}

/** A stretch of the company's time: what arrives in (fromMs, untilMs] of runs that are due after `sinceMs`. */
export interface Stretch extends StoryTime {
  readonly pipelines: readonly EstatePipeline[];
  readonly sinceMs: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly isLive?: boolean;
  readonly logsPerRun?: number | undefined;
}

/** Older runs are known by their events: programs do not keep their logs for longer. */
const wholeForMs = 14 * dayMs;
/** The server takes 16 MiB. */
const fullFromBytes = 4_000_000;

/**
 * The telemetry of a company, as OTLP export requests of about 4 MB: the same options give the same bytes. Nothing of it is kept, so a
 * history may be of any length.
 */
export function* generateEstate(options: EstateOptions): Generator<EstateRequest> {
  const { seed, days, now, pipelines, runsPerDay, logsPerRun, newestFirst = false } = options;
  const sinceMs = now - days * dayMs;
  const all = pipelines === undefined ? company : companyOf({ pipelines, runsPerDay });
  const starts = Array.from({ length: Math.ceil(days) }, (_, day) => sinceMs + day * dayMs);
  const writer = new RequestWriter();
  const stretch = { seed, anchorMs: now, pipelines: all, sinceMs, logsPerRun };
  for (const [index, fromMs] of (newestFirst ? starts.toReversed() : starts).entries()) {
    const dueUntilMs = Math.min(now, fromMs + dayMs);
    yield* fullRequests(writer, stretch, { dueFromMs: fromMs, dueUntilMs, untilMs: now });
    // Whoever waits for the first day need not wait for more.
    if (index === 0) yield* writer.take();
  }
  yield* writer.take();
}

/** What arrives in a stretch of time, of runs that began before it too. */
export const requestsIn = (stretch: Stretch): EstateRequest[] => {
  const { fromMs, untilMs, sinceMs } = stretch;
  const writer = new RequestWriter();
  const due = { dueFromMs: Math.max(sinceMs, fromMs - longestRunMs), dueUntilMs: untilMs };
  return [...fullRequests(writer, stretch, { ...due, fromMs, untilMs }), ...writer.take()];
};

/** Runs that are due in (dueFromMs, dueUntilMs], and of them what arrives in (fromMs, untilMs]. */
interface Window {
  readonly dueFromMs: number;
  readonly dueUntilMs: number;
  readonly fromMs?: number;
  readonly untilMs: number;
}

/** Writes what arrives, and hands on what is full by then. */
function* fullRequests(
  writer: RequestWriter,
  stretch: Omit<Stretch, 'fromMs' | 'untilMs'>,
  { dueFromMs, dueUntilMs, fromMs = Number.NEGATIVE_INFINITY, untilMs }: Window,
): Generator<EstateRequest> {
  const { pipelines, isLive = false, logsPerRun, anchorMs } = stretch;
  for (const pipeline of pipelines) {
    for (const run of runsDueBetween(pipeline, stretch, dueFromMs, dueUntilMs)) {
      if (run.startMs > untilMs || run.endMs <= fromMs) continue;
      const isWhole = logsPerRun !== undefined || run.startMs > anchorMs - wholeForMs;
      write(writer, run, { isWhole, isLive, logsPerRun }, fromMs, untilMs);
      if (writer.bytes >= fullFromBytes) yield* writer.take();
    }
  }
}

const write = (
  writer: RequestWriter,
  run: SimulatedRun,
  detail: Parameters<typeof telemetryOf>[1],
  fromMs: number,
  untilMs: number,
): void => {
  const { logs, spans } = telemetryOf(run, detail);
  for (const record of logs) if (record.atMs > fromMs && record.atMs <= untilMs) writer.addLog(run, record);
  for (const { endMs, span } of spans) if (endMs > fromMs && endMs <= untilMs) writer.addSpan(run, span);
};
