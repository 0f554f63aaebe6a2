import { isUtf8 } from 'node:buffer';
import type { RowKind } from '@sightglass/model/contract';
import { type BatchFacts, type ColumnBatch, createFacts } from '../columns/column-batch.ts';
import { type Aggregator, createAggregator } from '../aggregates/aggregator.ts';
import type { GroupsData } from '../aggregates/groups.ts';
import { byColumn, type ColumnPlan, planColumn } from '../columns/column-plan.ts';
import { createNullFinder } from '../columns/nulls.ts';
import { lineFeed } from '../csv/dialect.ts';
import type { ScanState, ScanTarget } from '../csv/scanner.ts';
import { isArrayPath, isPath } from '../jsonl/path.ts';
import type { KernelHeap } from '../kernel/kernel-heap.ts';
import { createKernel } from '../kernel/kernel.ts';
import { createSeenKeys } from '../jsonl/seen-keys.ts';
import { LogCounts } from '../profile/log-counts.ts';
import { ColumnState, type ColumnStateData } from '../profile/column-state.ts';
import { type Block, type BlockReport, blockRoom, type CheckPlan } from './block.ts';
import { checkColumn, type PlannedColumn } from './check-column.ts';
import { createNestedColumns } from './nested-columns.ts';
import { IntList } from './int-list.ts';
import { keyExpectations, planRowChecks, type RowChecks } from './row-plan.ts';
import { RowIndex } from './row-index.ts';
import { scannerOf } from './scanner-of.ts';
import { createWorkplaces, type Workplace } from './workplace.ts';

export interface BlockChecker {
  check(block: Block): BlockReport;
  /** What is known of the columns so far. */
  readonly states: readonly ColumnState[];
  /** The same and more, as it can be sent. */
  learned(): Learned;
}

/** What a checker knows of all the blocks it has checked. */
export interface Learned {
  /** One a column of the file. */
  readonly columns: ColumnStateData[];
  /** Of each aggregate, by the index of its expectation. */
  readonly groups: ReadonlyMap<number, GroupsData>;
}

const unplanned: ColumnPlan = { valueKind: 'text', parse: undefined, checks: [], judgesTexts: false };

/**
 * Checks blocks one after the other; what it has learned of the columns adds up. Uses the kernel unless told not to, which changes
 * nothing but the time it takes. Raises ContractError.
 */
export const createBlockChecker = (plan: CheckPlan, withKernel = true): BlockChecker => {
  const aggregator = createAggregator(plan);
  const rowWidth = plan.header.filter((name) => plan.type === 'csv' || !isArrayPath(name)).length;
  const kernel = withKernel ? createKernel(rowWidth, blockRoom) : undefined;
  const columns = plannedColumns(plan, aggregator, kernel?.heap);
  const nested = plan.type === 'jsonl' ? createNestedColumns(plan.header, columns) : undefined;
  const rowColumns = nested === undefined ? columns : columns.filter((_, column) => !isArrayPath(plan.header[column]!));
  const facts = createFacts();
  const rowKinds = new Map(
    plan.expectations.flatMap(({ scope, kind }, ruleIndex) => (scope === 'row' ? [[kind, ruleIndex] as const] : [])),
  );
  const seen = createSeenKeys(plan.type === 'jsonl' ? plan.header.filter(isPath) : []);
  const isPlain = plan.type === 'csv' && plan.dialect.loose === undefined;
  const scan = scannerOf(plan, seen, nested?.take);
  const workplaceFor = createWorkplaces({ width: rowWidth, dialect: plan.dialect, kernel, isPlain, scan });

  const index = new RowIndex();

  const check = (block: Block): BlockReport => {
    const workplace = workplaceFor(block);
    const { bytes, table } = workplace;
    index.rows = 0;
    const violations = new IntList();
    const rowChecks = planRowChecks(plan);
    const breaks = (ordinal: number, kind: RowKind): void => violations.pushPair(ordinal, rowKinds.get(kind) ?? 0);
    const target: ScanTarget = { table, index, onMalformed: breaks };
    const state: ScanState = { at: 0, line: 0, spare: 0, lf: 0, crlf: 0, cr: 0 };
    bytes[block.bytes] = lineFeed;
    nested?.begin(index, violations);
    while (state.at < block.bytes) {
      state.spare = block.bytes + 1;
      workplace.scan(bytes, block.bytes, plan.dialect, state, target);
      checkBatch({
        ...workplace,
        facts,
        rowLines: index.lines,
        columns: rowColumns,
        violations,
        rowChecks,
        aggregator,
      });
      nested?.flush();
    }
    findForeignBytes(Buffer.from(block.buffer), block.bytes, index, breaks);
    const keys = rowChecks.takeKeys(index.rows);
    const isRowWanted = plan.keepsRows || keys.length > 0 || violations.length > 0;
    const wantedRows = isRowWanted ? index.rows : 0;
    return {
      ...block,
      rows: index.rows,
      lines: state.line,
      starts: index.starts.slice(0, wantedRows),
      ends: index.ends.slice(0, wantedRows),
      rowLines: index.lines.slice(0, wantedRows),
      lineEnds: { lf: state.lf, crlf: state.crlf, cr: state.cr },
      newKeys: seen.take(),
      violations: violations.take(),
      keys,
    };
  };
  const learned = (): Learned => ({
    columns: columns.map(({ state }) => state.data()),
    groups: aggregator?.data() ?? new Map(),
  });
  return { check, states: columns.map(({ state }) => state), learned };
};

const plannedColumns = (
  plan: CheckPlan,
  aggregator: Aggregator | undefined,
  heap: KernelHeap | undefined,
): PlannedColumn[] => {
  const hasKeys = keyExpectations(plan.expectations).length > 0;
  const expectationsOf = byColumn(plan.expectations);
  const rulesOf = new Map(plan.contract.columns.map((rules) => [rules.name, rules]));
  const { distribution, distance } = plan.contract.table.drift ?? {};
  const comparesNumbers = distribution !== undefined || distance !== undefined;
  return plan.header.map((name, columnIndex): PlannedColumn => {
    const rules = rulesOf.get(name);
    const own = rules === undefined ? unplanned : planColumn(rules, expectationsOf.get(name) ?? []);
    const isCounted = plan.profiles || own.judgesTexts;
    const isMeasured = plan.profiles || isFreshness(plan, name);
    const findNulls = createNullFinder(rules?.nulls ?? plan.contract.format.nulls);
    const isHashed = isCounted || hasKeys || aggregator?.needsHashes(columnIndex) === true;
    return {
      ...own,
      findNulls,
      state: new ColumnState(comparesNumbers ? new LogCounts() : undefined, heap),
      isHashed,
      isCounted,
      isMeasured,
    };
  });
};

const isFreshness = ({ contract }: CheckPlan, name: string): boolean => contract.table.freshness?.column === name;

interface Batch extends Omit<Workplace, 'scan'> {
  readonly facts: BatchFacts;
  readonly rowLines: Int32Array;
  readonly columns: readonly PlannedColumn[];
  readonly violations: IntList;
  readonly rowChecks: RowChecks;
  readonly aggregator: Aggregator | undefined;
}

const checkBatch = ({ columns, violations, rowChecks, aggregator, ...shared }: Batch): void => {
  const { table } = shared;
  if (table.rows === 0) return;
  const { ordinals } = table;
  rowChecks.begin(table);
  const broke = (row: number, ruleIndex: number): void => violations.pushPair(ordinals[row]!, ruleIndex);
  for (const [column, planned] of columns.entries()) {
    const batch: ColumnBatch = { ...shared, column };
    checkColumn(planned, batch, broke, rowChecks.brokeIf);
    rowChecks.add(batch);
    aggregator?.add(batch);
  }
  rowChecks.finish(broke);
  aggregator?.finish(table.rows);
};

/** Most blocks have none, which is seen at memory speed. */
const findForeignBytes = (
  bytes: Buffer,
  end: number,
  { rows, starts, ends }: RowIndex,
  breaks: (ordinal: number, kind: RowKind) => void,
): void => {
  const used = bytes.subarray(0, end);
  const hasNul = used.includes(0);
  const isText = isUtf8(used);
  if (!hasNul && isText) return;
  for (let row = 0; row < rows; row += 1) {
    const own = bytes.subarray(starts[row], ends[row]);
    if (hasNul && own.includes(0)) breaks(row, 'nul');
    if (!isText && !isUtf8(own)) breaks(row, 'encoding');
  }
};
