import type { FlowStage, LedgerStage } from './ledger-stage.ts';
import { addLedgers, countsRows, emptyLedger, ledgerDifference, type Ledger } from './ledger.ts';
import { connectStages } from './stage-flow.ts';
import { readsFromNobody, stageNames } from './unknown-inputs.ts';

/** Rows that differ inside a stage, or between the stages before it and itself. */
export interface LedgerGap {
  readonly stageId: string;
  readonly stage: string;
  readonly where: 'stage' | 'handoff';
  /** Positive: rows vanished. Negative: rows appeared. */
  readonly difference: number;
}

export interface RunLedger {
  /** `read` of the first stages, `written` of the last ones, every leak summed. */
  readonly rows: Ledger;
  readonly balanced: boolean;
  readonly difference: number;
  readonly gaps: readonly LedgerGap[];
  /** Edges of the flow: rows written by `from` are read by `to` (stage ids). */
  readonly handoffs: readonly { readonly from: string; readonly to: string }[];
}

/**
 * Rolls the ledgers of a run's stages up into one.
 *
 * A nested stage details its parent and is left out when the parent counts rows itself. A stage reads what the stages named in
 * `inputs` wrote (`[]`: it reads from outside). Of each name these are all that began before it, after those already read by a
 * stage that had finished by then, and all that run side by side with them, or that begin
 * while it runs and after every stage that declares to read them; when there are none, what the last such reader read; when
 * there is none, those that begin while it runs. Undeclared, it reads from the same names as the first stage of its name,
 * else from the stages that had finished when it started and fed nobody else. Stages that share their inputs may each read
 * all rows (fan-out) or split them (partition). Inputs of which the run has none wrote nothing: what is read from them
 * appeared.
 */
export const rollUpLedger = (stages: readonly LedgerStage[]): RunLedger => {
  const flow = connectStages(outermostCounted(stages));
  const names = stageNames(stages);
  const unfed = new Set(flow.filter((stage) => readsFromNobody(stage, names)));
  const gaps = [...stageGaps(flow), ...handoffGaps(flow), ...unfedGaps(unfed)];
  const feeding = new Set(flow.flatMap((stage) => stage.upstream));
  const rows = flow.reduce((total, stage) => {
    const read = stage.upstream.length === 0 && !unfed.has(stage) ? stage.rows.read : 0;
    const written = feeding.has(stage) ? 0 : stage.rows.written;
    return addLedgers(total, { ...stage.rows, read, written });
  }, emptyLedger);
  return {
    rows,
    balanced: gaps.length === 0,
    difference: gaps.reduce((sum, gap) => sum + gap.difference, 0),
    gaps,
    handoffs: flow.flatMap((stage) => stage.upstream.map((from) => ({ from: from.stageId, to: stage.stageId }))),
  };
};

const outermostCounted = (stages: readonly LedgerStage[]): LedgerStage[] => {
  const byId = new Map(stages.map((stage) => [stage.stageId, stage]));
  const hasCountedAncestor = (stage: LedgerStage): boolean => {
    const seen = new Set<LedgerStage>([stage]);
    let parent = byId.get(stage.parentStageId ?? '');
    while (parent !== undefined && !seen.has(parent)) {
      if (countsRows(parent.rows)) return true;
      seen.add(parent);
      parent = byId.get(parent.parentStageId ?? '');
    }
    return false;
  };
  return stages
    .filter((stage) => countsRows(stage.rows) && !hasCountedAncestor(stage))
    .sort((a, b) => a.startedAtMs - b.startedAtMs || a.stageId.localeCompare(b.stageId));
};

const stageGaps = (flow: readonly FlowStage[]): LedgerGap[] =>
  flow
    .filter((stage) => stage.ledgerChecked !== false && ledgerDifference(stage.rows) !== 0)
    .map((stage) => ({
      stageId: stage.stageId,
      stage: stage.name,
      where: 'stage',
      difference: ledgerDifference(stage.rows),
    }));

const handoffGaps = (flow: readonly FlowStage[]): LedgerGap[] =>
  [...groupByUpstream(flow).values()].flatMap((consumers): LedgerGap[] => {
    const [first] = consumers;
    if (first === undefined) return [];
    const offered = first.upstream.reduce((sum, stage) => sum + stage.rows.written, 0);
    const taken = consumers.reduce((sum, stage) => sum + stage.rows.read, 0);
    const fanOut = consumers.every((stage) => stage.rows.read === offered);
    if (taken === offered || fanOut) return [];
    return [{ stageId: first.stageId, stage: first.name, where: 'handoff', difference: offered - taken }];
  });

const unfedGaps = (unfed: Iterable<FlowStage>): LedgerGap[] =>
  [...unfed]
    .filter(({ rows }) => rows.read > 0)
    .map(({ stageId, name, rows }) => ({ stageId, stage: name, where: 'handoff', difference: -rows.read }));

const groupByUpstream = (flow: readonly FlowStage[]): Map<string, FlowStage[]> =>
  Map.groupBy(
    flow.filter(({ upstream }) => upstream.length > 0),
    ({ upstream }) =>
      upstream
        .map(({ stageId }) => stageId)
        .sort()
        .join(),
  );
