import {
  countsRows,
  emptyLedger,
  isExplained,
  type LedgerStage,
  ledgerDifference,
  nothingUnexplained,
  rollUpLedger,
  type RunDoubt,
  type RunLedger,
  type RunState,
  stageDoubts,
  unexplainedBy,
  unrepeatedStages,
} from '@sightglass/model';
import type { Run, Stage } from '@sightglass/model/rest';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { RunFacts } from './facts.ts';
import type { StageFacts } from './facts-stages.ts';
import { instantOf } from '../../http/instant.ts';
import { mostAheadMs } from './clock-lag.ts';
import { runStateAt, sendersNowMs, stageStateIn } from './run-state.ts';

/** A run before it is held against what is usual. */
export type BareRun = Omit<Run, 'deadline' | 'verdict' | 'shown' | 'sentence' | 'sentenceParts' | 'isSlow' | 'outcome'>;

/** A stage likewise. */
export type BareStage = Omit<Stage, 'shown'>;

/** A run with its stages, as it is at a time. */
export interface RunView {
  readonly run: BareRun;
  readonly stages: readonly BareStage[];
  readonly ledger: RunLedger;
}

export const runViewAt = (facts: RunFacts, stored: readonly StageFacts[], receptionTime: ReceptionTime): RunView => {
  const { nowMs } = receptionTime;
  const stages = stored.map((stage) => withoutFuture(stage, facts));
  const state = runStateAt(facts, receptionTime);
  const ledger = ledgerOf(facts, stages);
  const durationMs = runDurationMs(facts, state, nowMs);
  const views = stages.map((stage) => stageView(stage, facts, state, nowMs));
  return {
    ledger,
    stages: views,
    run: {
      runId: facts.runId,
      namespace: facts.namespace,
      pipeline: facts.pipeline,
      state,
      startedAt: instantOf(facts.startedAtMs),
      finishedAt: facts.finish === undefined ? null : instantOf(facts.finish.atMs),
      durationMs,
      runningSince: state === 'running' ? instantOf(nowMs - durationMs) : null,
      lastSeenAt: instantOf(facts.lastSeenAtMs),
      notAnsweringForMs: state === 'running' && facts.notAnsweringForMs > 0 ? facts.notAnsweringForMs : null,
      rows: ledger.rows,
      rowsCounted: facts.finish?.rows !== undefined || stages.some((stage) => stage.rowsCounted),
      balanced: judge(state, ledger.balanced),
      unexplained: ledger.unexplained,
      doubts: [
        ...(state === 'succeeded'
          ? stageDoubts(stages.map(({ finish, ...stage }) => ({ ...stage, ...endOf(finish) })))
          : []),
        ...facts.doubts,
        ...(facts.programsAtOnce === undefined ? [] : [{ kind: 'programs' as const, programs: facts.programsAtOnce }]),
        ...reportedDoubts(facts.finish),
      ],
      trigger: facts.trigger,
      onlyChecked: hasOnlyChecked(stages),
      empty: emptyRule(facts.empty),
      failure: failureOf(facts.finish),
      failedStage: endedAt(stages, views)?.name ?? null,
      exitCode: facts.finish?.exitCode ?? null,
      exitSignal: facts.finish?.exitSignal ?? null,
      traceId: facts.traceId,
      service: facts.service,
      environment: facts.environment,
      version: facts.version ?? null,
      owner: facts.owner,
    },
  };
};

/**
 * Stages stored before migration 0013 keep the times of a clock that was ahead; the times of their run were moved back to its arrival
 * (migration 0017), and theirs are here.
 */
const withoutFuture = (stage: StageFacts, { lastSeenAtMs }: RunFacts): StageFacts => {
  const aheadMs = stage.lastEventAtMs - lastSeenAtMs;
  if (aheadMs <= mostAheadMs) return stage;
  const { finish } = stage;
  return {
    ...stage,
    startedAtMs: stage.startedAtMs - aheadMs,
    lastEventAtMs: lastSeenAtMs,
    finish: finish === undefined ? undefined : { ...finish, atMs: finish.atMs - aheadMs },
  };
};

/** Null when not declared, or not in a word that is known. */
const emptyRule = (declared: string | null | undefined): BareRun['empty'] =>
  declared === 'legal' || declared === 'suspicious' ? declared : null;

/** The ledger of the stages; a run whose stages count nothing may have counted as a whole. */
const ledgerOf = (facts: RunFacts, stages: readonly StageFacts[]): RunLedger => {
  if (stages.some((stage) => countsRows(stage.rows))) return rollUpLedger(stages.map(ledgerStageOf));
  const rows = facts.finish?.rows ?? emptyLedger;
  const reported = facts.finish?.reported;
  const counted = unexplainedBy(ledgerDifference(rows));
  const unexplained =
    isExplained(counted) && reported !== undefined ? { missing: reported.missing, extra: reported.extra } : counted;
  const balanced = isExplained(unexplained) && reported?.isUnbalanced !== true;
  return { rows, unexplained, balanced, gaps: [], handoffs: [] };
};

/** Every stage that counts rows reads only those of files that it checks. */
const hasOnlyChecked = (stages: readonly StageFacts[]): boolean => {
  const counting = stages.filter((stage) => countsRows(stage.rows) || stage.rowsCounted);
  return (
    counting.some(({ rows }) => countsRows(rows)) &&
    counting.every(({ rows, rowsChecked }) => rowsChecked === rows.read)
  );
};

/** A program that succeeded and reports why not quite, as rows of audit tables do, or an error beside its success. */
const reportedDoubts = (finish: RunFacts['finish']): RunDoubt[] =>
  finish?.state === 'succeeded' && finish.failure !== null
    ? [{ kind: 'reported', word: firstLineOf(finish.failure.message) || finish.failure.type }]
    : [];

/** Characters of a word that a sentence holds. */
const mostOfWord = 200;

const firstLineOf = (text: string): string => {
  const [line = ''] = text.trim().split('\n', 1);
  return line.length <= mostOfWord ? line : `${line.slice(0, mostOfWord)}…`;
};

/** A state that is none of ours counts as failed: it is named, so that nobody looks for another reason. */
const failureOf = (finish: RunFacts['finish']): Run['failure'] => {
  const state = finish?.reported?.unknownState;
  if (finish?.state === 'succeeded' && finish.failure?.type === 'warning') return null;
  if (finish?.failure || state === undefined) return finish?.failure ?? null;
  const message =
    state === '' ? 'its program reported no run state' : `its program reported the unknown run state "${state}"`;
  return { type: 'unknown_run_state', message };
};

const ledgerStageOf = (stage: StageFacts): LedgerStage => ({
  stageId: stage.stageId,
  name: stage.name,
  parentStageId: stage.parentStageId ?? undefined,
  inputs: stage.inputs ?? undefined,
  ledgerChecked: stage.ledgerChecked,
  startedAtMs: stage.startedAtMs,
  finishedAtMs: stage.finish?.atMs,
  rows: stage.rows,
  rowsChecked: stage.rowsChecked,
  rowsCounted: stage.rowsCounted,
});

/**
 * Counts move while a run goes on: what a stage wrote counts when it is committed, which may be after its end. Of a lost run the end
 * was never received, so that it is balanced nobody knows.
 */
const judge = (state: RunState, isBalanced: boolean): boolean | null =>
  state === 'running' || (state === 'lost' && isBalanced) ? null : isBalanced;

const runDurationMs = (facts: RunFacts, state: RunState, nowMs: number): number => {
  if (facts.finish !== undefined) return facts.finish.durationMs ?? Math.max(0, facts.finish.atMs - facts.startedAtMs);
  const endMs = state === 'running' ? sendersNowMs(facts, nowMs) : facts.lastEventAtMs;
  return Math.max(0, endMs - facts.startedAtMs);
};

const stageView = (stage: StageFacts, run: RunFacts, runState: RunState, nowMs: number): BareStage => {
  const state = stageStateIn(stage, runState);
  const finishedAtMs = stage.finish?.atMs ?? run.finish?.atMs;
  const isChecked = stage.ledgerChecked && countsRows(stage.rows);
  const unexplained = isChecked ? unexplainedBy(ledgerDifference(stage.rows)) : nothingUnexplained;
  const balanced = isChecked ? judge(runState, isExplained(unexplained)) : null;
  return {
    stageId: stage.stageId,
    parentStageId: stage.parentStageId,
    name: stage.name,
    inputs: stage.inputs === null ? null : [...stage.inputs],
    state,
    startedAt: instantOf(stage.startedAtMs),
    finishedAt: finishedAtMs === undefined ? null : instantOf(finishedAtMs),
    durationMs: stageDurationMs(stage, run, state, nowMs),
    rows: stage.rows,
    rowsCounted: stage.rowsCounted,
    ledgerChecked: stage.ledgerChecked,
    balanced,
    unexplained,
    rejectedByReason: {},
    progress: stage.progress,
    retries: stage.retries,
    resources: stage.resources,
    failure: stage.finish?.failure ?? null,
  };
};

const stageDurationMs = (stage: StageFacts, run: RunFacts, state: Stage['state'], nowMs: number): number => {
  if (stage.finish?.durationMs !== undefined) return stage.finish.durationMs;
  const endMs =
    stage.finish?.atMs ?? (state === 'running' ? sendersNowMs(run, nowMs) : (run.finish?.atMs ?? run.lastEventAtMs));
  return Math.max(0, endMs - stage.startedAtMs);
};

/** When and how a stage ended, as far as it did. */
const endOf = (finish: StageFacts['finish']) => ({ finishedAtMs: finish?.atMs, state: finish?.state });

/** Where a run that did not go well ended: the innermost stage that failed and was not repeated, the first to fail; else the one that was cut short. */
const endedAt = (stages: readonly StageFacts[], views: readonly BareStage[]): BareStage | undefined => {
  const unrepeated = new Set(
    unrepeatedStages(stages.map(({ finish, ...stage }) => ({ ...stage, ...endOf(finish) }))).map(
      ({ stageId }) => stageId,
    ),
  );
  const bad = views.filter(({ stageId }) => unrepeated.has(stageId));
  const failed = bad.filter(({ state }) => state === 'failed');
  const cutShort = bad.filter(({ state }) => state === 'aborted' || state === 'lost');
  const ended = failed.length > 0 ? failed : cutShort;
  const parents = new Set(ended.map((stage) => stage.parentStageId));
  return ended
    .filter((stage) => !parents.has(stage.stageId))
    .sort((a, b) => (a.finishedAt ?? '').localeCompare(b.finishedAt ?? ''))[0];
};
