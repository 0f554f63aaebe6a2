import { formatCount } from '@sightglass/model';
import type { LogRecord } from '@sightglass/sdk/telemetry';
import { type Chance, chanceOf } from '../random.ts';
import type { SimulatedRun, SimulatedStage } from '../run/simulated-run.ts';
import { filePathOf } from './checks.ts';
import type { Teller } from './teller.ts';

type Line = Pick<LogRecord, 'body'> & {
  readonly severity?: 'INFO' | 'WARN' | 'ERROR';
  readonly own?: Readonly<Record<string, unknown>>;
};

/** What the program of a run logs besides its events: a few lines a stage, or `count` in all. */
export const logLines = (run: SimulatedRun, teller: Teller, count?: number): LogRecord[] => {
  const chance = chanceOf(run.runId, 'log lines');
  if (run.stages.length === 0) return [];
  const each = count === undefined ? undefined : count / run.stages.length;
  let wanted = 0;
  return run.stages.flatMap((stage, index) => {
    const lines = linesOf(run, stage, chance);
    const before = Math.round(wanted);
    wanted += each ?? lines.length;
    const many = (index === run.stages.length - 1 ? Math.round(count ?? wanted) : Math.round(wanted)) - before;
    return Array.from({ length: many }, (_, line) =>
      teller.record({
        ...(lines[line] ?? batchLine(stage, line, chance)),
        // The last one sums the stage up.
        atMs: Math.round(stage.startMs + ((stage.endMs - stage.startMs) * (line + 0.98)) / many),
        stage: run.pipeline.kind === 'exec' ? undefined : stage,
      }),
    );
  });
};

const linesOf = (run: SimulatedRun, stage: SimulatedStage, chance: Chance): Line[] => {
  const { pipeline, trouble, dueMs } = run;
  const { plan, rows, failure } = stage;
  const lines: Line[] = [];
  const io = pipeline.kind === 'exec' ? { 'log.iostream': failure === undefined ? 'stdout' : 'stderr' } : {};
  if (trouble.waitsMs !== undefined && stage === run.stages[0])
    lines.push({ severity: 'WARN', body: 'the file has not come yet, asking again every minute' });
  if (plan.checks === true && pipeline.file !== undefined)
    lines.push({ body: `reading ${filePathOf(pipeline.file, dueMs)}`, own: { rows: rows.read } });
  if (failure !== undefined) {
    lines.push({ severity: 'WARN', body: `${failure.message}, trying again`, own: { attempt: 1, ...io } });
    lines.push({ severity: 'ERROR', body: `${failure.message}, giving up`, own: { attempt: 3, ...io } });
    return lines;
  }
  if (trouble.api !== undefined && plan.api !== undefined)
    lines.push({ severity: 'WARN', body: `${plan.api.name} refuses requests, loading without its data` });
  if (chance.next() < 0.04)
    lines.push({ severity: 'WARN', body: `slow batch: ${Math.round(chance.between(4, 19))} s`, own: io });
  lines.push({ body: `${plan.name}: ${formatCount(rows.read)} in, ${formatCount(rows.written)} out`, own: io });
  return lines;
};

const batchLine = (stage: SimulatedStage, line: number, chance: Chance): Line => {
  const rows = Math.round(chance.between(400, 1_000));
  return chance.next() < 0.01
    ? { severity: 'WARN', body: `batch ${line} of ${stage.plan.name} came twice`, own: { batch: line, rows } }
    : {
        body: `batch ${line} of ${stage.plan.name}: ${rows} rows`,
        own: { batch: line, rows, ms: Math.round(chance.between(8, 90)) },
      };
};
