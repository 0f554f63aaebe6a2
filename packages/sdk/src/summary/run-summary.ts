import {
  certainlyShown,
  certainlyShownStage,
  countsRows,
  isExplained,
  ledgerDifference,
  nothingUnexplained,
  unexplainedBy,
  certainVerdict,
  type Ledger,
  type LedgerGap,
  type RunDoubt,
  type RunVerdict,
  type Shown,
  type ShownState,
  type StageState,
  stageDoubts,
  type Unexplained,
  type Verdict,
} from '@sightglass/model';
import type { DependencySummary } from '../dependencies/dependency-totals.ts';
import type { ResourceUse } from '../resources/resource-use.ts';
import { messageOf } from '../run/failure/failure.ts';
import type { RunResult } from '../run/run-result.ts';
import type { StageRecord } from '../run/stage/stage-record.ts';

export interface StageSummary {
  readonly name: string;
  readonly depth: number;
  /** How many executions this line stands for. */
  readonly times: number;
  readonly state: StageState;
  /** As every surface shows it, where its own counts make that certain. */
  readonly shown: Shown<ShownState>;
  readonly durationMs: number;
  readonly rows: Ledger;
  /** Rows read (or written, when none are read) each second. */
  readonly rowsPerSecond: number | undefined;
  readonly retries: number;
  readonly use: ResourceUse | undefined;
}

/** What a run came to; the JSON file beside its log has this shape. */
export interface RunSummary {
  readonly pipeline: string;
  readonly runId: string;
  readonly state: string;
  /** The state as every surface shows it. */
  readonly shown: Shown<ShownState>;
  /** What the run knows against its data. It is never plainly `yes`: failed contracts and what is usual only the server knows. */
  readonly verdict: Verdict<RunVerdict>;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly durationMs: number;
  readonly rows: Ledger;
  readonly balanced: boolean;
  readonly unexplained: Unexplained;
  readonly gaps: readonly LedgerGap[];
  readonly retries: number;
  readonly peakRssBytes: number | undefined;
  readonly failure: string | undefined;
  /** In the order they began. Beyond {@link summarisedStages}, the slowest ones. */
  readonly stages: readonly StageSummary[];
  readonly stagesLeftOut: number;
  readonly slowestStages: readonly string[];
  /** APIs the run called, and the rows that decisions about failed calls have affected. */
  readonly dependencies: readonly DependencySummary[];
}

const summarisedStages = 40;
const slowestShown = 3;

export const summarise = (result: RunResult): RunSummary => {
  const { ledger, stages } = result;
  const shown = mostNotable(stages);
  const rowsCounted = stages.some((stage) => stage.rowsCounted);
  const judged = { state: result.state, ...ledger, rowsCounted, doubts: doubtsOf(result) };
  const peaks = stages.flatMap(({ use }) => use?.peakRssBytes ?? []);
  return {
    pipeline: result.pipeline,
    runId: result.runId,
    state: result.state,
    shown: certainlyShown(judged),
    verdict: certainVerdict(judged),
    startedAt: new Date(result.startedAtMs).toISOString(),
    finishedAt: new Date(result.finishedAtMs).toISOString(),
    durationMs: result.finishedAtMs - result.startedAtMs,
    rows: ledger.rows,
    balanced: ledger.balanced,
    unexplained: ledger.unexplained,
    gaps: ledger.gaps,
    retries: stages.reduce((sum, stage) => sum + stage.retries, 0),
    peakRssBytes: peaks.length === 0 ? undefined : peaks.reduce((a, b) => Math.max(a, b)),
    failure: result.thrown === undefined ? undefined : messageOf(result.thrown),
    stages: summariesOf(shown, stages),
    stagesLeftOut: stages.length - shown.length,
    slowestStages: slowest(stages, slowestShown).map(({ name }) => name),
    dependencies: result.dependencies,
  };
};

/** What the run knows of itself; of files and of what is usual only the server knows. */
const doubtsOf = ({ state, stages, dependencies }: RunResult): RunDoubt[] =>
  state !== 'succeeded'
    ? []
    : [
        ...stageDoubts(stages),
        ...dependencies.flatMap(({ name, rowsAffected }) => {
          const rows = rowsAffected['load-unenriched'] ?? 0;
          return rows === 0 ? [] : [{ kind: 'unenriched' as const, dependency: name, rows }];
        }),
      ];

const mostNotable = (stages: readonly StageRecord[]): readonly StageRecord[] => {
  if (stages.length <= summarisedStages) return stages;
  const kept = new Set(slowest(stages, summarisedStages));
  return stages.filter((stage) => kept.has(stage));
};

const slowest = (stages: readonly StageRecord[], count: number): StageRecord[] =>
  stages.toSorted((a, b) => durationOf(b) - durationOf(a)).slice(0, count);

const durationOf = ({ startedAtMs, finishedAtMs }: StageRecord): number => (finishedAtMs ?? startedAtMs) - startedAtMs;

const summariesOf = (shown: readonly StageRecord[], all: readonly StageRecord[]): StageSummary[] => {
  const byId = new Map(all.map((stage) => [stage.stageId, stage]));
  const depthOf = (stage: StageRecord): number => {
    const parent = byId.get(stage.parentStageId ?? '');
    return parent === undefined ? 0 : depthOf(parent) + 1;
  };
  return shown.map((stage) => ({
    name: stage.name,
    times: stage.times,
    depth: depthOf(stage),
    state: stage.state,
    shown: shownOf(stage),
    durationMs: durationOf(stage),
    rows: { ...stage.rows },
    rowsPerSecond: rateOf(stage),
    retries: stage.retries,
    use: stage.use,
  }));
};

const shownOf = ({ state, rows, ledgerChecked = true }: StageRecord): Shown<ShownState> => {
  const unexplained = ledgerChecked && countsRows(rows) ? unexplainedBy(ledgerDifference(rows)) : nothingUnexplained;
  return certainlyShownStage({ state, rows, unexplained, balanced: isExplained(unexplained) });
};

const rateOf = (stage: StageRecord): number | undefined => {
  const rows = stage.rows.read || stage.rows.written;
  const seconds = durationOf(stage) / 1000;
  return rows === 0 || seconds <= 0 ? undefined : rows / seconds;
};
