import { events, type Ledger, ledgerColumns } from '@sightglass/model';
import type { LogRecord } from '@sightglass/sdk/telemetry';
import type { SimulatedRun, SimulatedStage } from '../run/simulated-run.ts';
import { countsOf, heartbeatIntervalMs, startOf } from './lifecycle.ts';
import type { Teller } from './teller.ts';

const progressEveryMs = 5_000;

/** What a run sends again and again while it goes on, for those who watch it; a run of the past tells its end instead. */
export const livingRecords = (run: SimulatedRun, teller: Teller): LogRecord[] => [
  ...timesIn(run.startMs, run.endMs, heartbeatIntervalMs).map((atMs) =>
    teller.record({
      atMs,
      severity: 'DEBUG',
      eventName: events.runHeartbeat.name,
      body: 'run is alive',
      told: { runStartedAt: startOf(run), runHeartbeatIntervalMs: heartbeatIntervalMs },
    }),
  ),
  ...(run.pipeline.kind === 'exec' ? [] : run.stages.flatMap((stage) => progressOf(stage, teller))),
];

const progressOf = (stage: SimulatedStage, { record }: Teller): LogRecord[] =>
  timesIn(stage.startMs, stage.endMs, progressEveryMs).map((atMs) =>
    record({
      atMs,
      severity: 'DEBUG',
      eventName: events.stageProgress.name,
      body: `${stage.plan.name} goes on`,
      stage,
      told: countsOf(partOf(stage.rows, (atMs - stage.startMs) / (stage.endMs - stage.startMs))),
    }),
  );

/** A share of the rows, each of them accounted for. */
const partOf = (rows: Ledger, share: number): Ledger => {
  const part = Object.fromEntries(ledgerColumns.map((column) => [column, Math.floor(rows[column] * share)]));
  const { written, rejected, filtered, deduplicated, unmatched } = part as unknown as Ledger;
  const isBalanced = rows.read === rows.written + rows.rejected + rows.filtered + rows.deduplicated + rows.unmatched;
  return {
    ...(part as unknown as Ledger),
    ...(isBalanced && { read: written + rejected + filtered + deduplicated + unmatched }),
  };
};

const timesIn = (fromMs: number, untilMs: number, everyMs: number): number[] =>
  Array.from(
    { length: Math.max(0, Math.ceil((untilMs - fromMs) / everyMs) - 1) },
    (_, index) => fromMs + (index + 1) * everyMs,
  );
