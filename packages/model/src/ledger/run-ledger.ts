import type { FlowStage, LedgerStage } from './ledger-stage.ts';
import { addLedgers, countsRows, emptyLedger, ledgerDifference, type Ledger } from './ledger.ts';
import { connectStages } from './stage-flow.ts';
import { sumUnexplained, type Unexplained } from './unexplained.ts';
import { readsFromNobody, stageNames } from './unknown-inputs.ts';

/** Rows that differ inside a stage, or between the stages before it and itself. */
export interface LedgerGap {
  readonly stageId: string;
  readonly stage: string;
  readonly where: 'stage' | 'handoff';
  /** Positive: rows are missing. Negative: extra rows. */
  readonly difference: number;
}

export interface RunLedger {
  /** `read` of the first stages, `written` of the last ones, every leak summed. */
  readonly rows: Ledger;
  /** Whether nothing is unexplained. */
  readonly balanced: boolean;
  /** Over all gaps. */
  readonly unexplained: Unexplained;
  readonly gaps: readonly LedgerGap[];
  /** The flow: rows written by all of `from` are read by all of `to` (stage ids). */
  readonly handoffs: readonly { readonly from: readonly string[]; readonly to: readonly string[] }[];
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
 * is extra. A stage that only checks files, and from which none reads, is left out beside stages that load rows: those of the file are
 * loaded by them, or by nobody.
 */
export const rollUpLedger = (stages: readonly LedgerStage[]): RunLedger => {
  const flow = withoutIdleChecks(connectStages(outermostCounted(stages)), stages);
  const names = stageNames(stages);
  const unfed = new Set(flow.filter((stage) => readsFromNobody(stage, names)));
  const handoffs = handoffsIn(flow);
  const gaps = [...stageGaps(flow), ...handoffs.flatMap(handoffGap), ...unfedGaps(unfed)];
  const feeding = new Set(handoffs.flatMap(({ writers }) => writers));
  const rows = flow.reduce((total, stage) => {
    const read = stage.upstream.length === 0 && !unfed.has(stage) ? stage.rows.read : 0;
    const written = feeding.has(stage) ? 0 : stage.rows.written;
    return addLedgers(total, { ...stage.rows, read, written });
  }, emptyLedger);
  return {
    rows,
    balanced: gaps.length === 0,
    unexplained: sumUnexplained(gaps),
    gaps,
    handoffs: handoffs.map(({ writers, readers }) => ({ from: idsOf(writers), to: idsOf(readers) })),
  };
};

const outermostCounted = (stages: readonly LedgerStage[]): LedgerStage[] => {
  const ancestorsOf = ancestorsIn(stages);
  const detailed = new Set<LedgerStage>();
  for (const stage of stages.filter(({ rows }) => countsRows(rows)))
    for (const ancestor of ancestorsOf(stage)) {
      if (detailed.has(ancestor)) break;
      detailed.add(ancestor);
    }
  const isDetail = (stage: LedgerStage): boolean => {
    for (const ancestor of ancestorsOf(stage)) if (countsRows(ancestor.rows)) return true;
    return false;
  };
  // To have counted 0 is a count, too: a load that read none of the rows that were there.
  return stages
    .filter((stage) => (countsRows(stage.rows) || (hasCounted(stage) && !detailed.has(stage))) && !isDetail(stage))
    .sort((a, b) => a.startedAtMs - b.startedAtMs || a.stageId.localeCompare(b.stageId));
};

/** The stages that one is nested in, the innermost first. */
const ancestorsIn = (stages: readonly LedgerStage[]): ((stage: LedgerStage) => Iterable<LedgerStage>) => {
  const byId = new Map(stages.map((stage) => [stage.stageId, stage]));
  return function* (stage) {
    const seen = new Set<LedgerStage>([stage]);
    let parent = byId.get(stage.parentStageId ?? '');
    while (parent !== undefined && !seen.has(parent)) {
      yield parent;
      seen.add(parent);
      parent = byId.get(parent.parentStageId ?? '');
    }
  };
};

/** Beside the lines of a program that count what it loads, a check of its file counts the same rows. */
const withoutIdleChecks = (flow: readonly FlowStage[], stages: readonly LedgerStage[]): readonly FlowStage[] => {
  if (!flow.some(onlyChecks) || stages.every((stage) => !hasCounted(stage) || onlyChecks(stage))) return flow;
  const read = new Set(flow.flatMap(({ upstream }) => upstream));
  return flow.filter((stage) => !onlyChecks(stage) || stage.upstream.length > 0 || read.has(stage));
};

const hasCounted = ({ rows, rowsCounted }: LedgerStage): boolean => countsRows(rows) || rowsCounted === true;

/** Whether a stage reads rows of files that it checks, and no others. */
const onlyChecks = ({ rows, rowsChecked = 0 }: LedgerStage): boolean => rowsChecked > 0 && rowsChecked === rows.read;

const stageGaps = (flow: readonly FlowStage[]): LedgerGap[] =>
  flow
    .filter((stage) => stage.ledgerChecked !== false && ledgerDifference(stage.rows) !== 0)
    .map((stage) => ({
      stageId: stage.stageId,
      stage: stage.name,
      where: 'stage',
      difference: ledgerDifference(stage.rows),
    }));

const handoffGap = ({ writers, readers }: Handoff): LedgerGap[] => {
  const [first] = readers;
  if (first === undefined) return [];
  const offered = writers.reduce((sum, stage) => sum + stage.rows.written, 0);
  const taken = readers.reduce((sum, stage) => sum + stage.rows.read, 0);
  const isFanOut = readers.every((stage) => stage.rows.read === offered);
  if (taken === offered || isFanOut) return [];
  return [{ stageId: first.stageId, stage: first.name, where: 'handoff', difference: offered - taken }];
};

const idsOf = (stages: readonly FlowStage[]): string[] => stages.map(({ stageId }) => stageId);

const unfedGaps = (unfed: Iterable<FlowStage>): LedgerGap[] =>
  [...unfed]
    .filter(({ rows }) => rows.read > 0)
    .map(({ stageId, name, rows }) => ({ stageId, stage: name, where: 'handoff', difference: -rows.read }));

/** Rows that all of some stages wrote and all of some others read, each reader either all rows or its share. */
interface Handoff {
  readonly writers: readonly FlowStage[];
  readonly readers: readonly FlowStage[];
}

/** Stages that read from the same ones, gathered; linear where they share their list of inputs. */
const handoffsIn = (flow: readonly FlowStage[]): Handoff[] => {
  const byList = Map.groupBy(
    flow.filter(({ upstream }) => upstream.length > 0),
    ({ upstream }) => upstream,
  );
  const bySet = Map.groupBy(byList, ([writers]) => setKey(writers));
  return [...bySet.values()].map((lists) => ({
    writers: lists[0]?.[0] ?? [],
    readers: lists.flatMap(([, readers]) => readers),
  }));
};

const setKey = (stages: readonly FlowStage[]): string => JSON.stringify(stages.map(({ stageId }) => stageId).sort());
