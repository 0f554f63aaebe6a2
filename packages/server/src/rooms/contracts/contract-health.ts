import {
  contractSentence,
  contractUrgency,
  contractVerdict,
  isCheckTrouble,
  shownContract,
  writtenSentence,
} from '@sightglass/model';
import {
  checkResults,
  type ColumnHealth,
  type ContractHealth,
  type ExpectationResult,
  type ExpectationTrend,
} from '@sightglass/model/rest';
import type { FileKey, FileFacts, ResultFacts } from './facts-checks.ts';
import type { ContractSummary } from './facts.ts';
import { instantOf } from '../../http/instant.ts';

type BareContractHealth = Omit<
  ContractHealth,
  'verdict' | 'shown' | 'sentence' | 'sentenceParts' | 'needsAttention' | 'urgency'
>;

/** How files of a pipeline do against a contract, from its newest files, newest first, and what was found in them. Pure. */
export const contractHealthOf = (
  summary: ContractSummary,
  newestFirst: readonly FileFacts[],
  results: readonly ResultFacts[],
): BareContractHealth => {
  const files = newestFirst.toReversed();
  const byFile = resultsByFile(results);
  const found = files.map((file) => byFile.get(fileKey(file)) ?? []);
  return {
    namespace: summary.namespace,
    pipeline: summary.pipeline,
    contract: summary.contract === '' ? null : summary.contract,
    result: checkResults[summary.severity] ?? 'fail',
    checkedAt: instantOf(summary.checkedAtMs),
    filesChecked: summary.files,
    files: files.map(({ checked }) => (checked.runId === files.at(-1)?.runId ? checked : { ...checked, samples: [] })),
    expectations: trendsOf(files, found),
    columns: worstColumns(files, found),
  };
};

/** A contract with its verdict and the words about it. */
export const describedContract = (health: BareContractHealth, nowMs: number): ContractHealth => ({
  ...health,
  verdict: contractVerdict(health),
  shown: shownContract(health),
  ...writtenSentence(contractSentence(health), nowMs),
  needsAttention: isCheckTrouble(health),
  urgency: contractUrgency(health),
});

/** Text that is the same for the same file of the same contract in the same stage. */
export const fileKey = ({ pipeline, contract, runId, stageId, file }: FileKey): string =>
  JSON.stringify([pipeline, contract, runId, stageId, file]);

/** What was found in each file, worst first. */
export const resultsByFile = (results: readonly ResultFacts[]): Map<string, ExpectationResult[]> =>
  new Map(
    [...Map.groupBy(results, fileKey)].map(([key, own]) => [key, own.map(({ result }) => result).toSorted(worstFirst)]),
  );

const worstFirst = (a: ExpectationResult, b: ExpectationResult): number =>
  checkResults.indexOf(a.result) - checkResults.indexOf(b.result) ||
  b.broken - a.broken ||
  a.expectation.localeCompare(b.expectation);

/** Every expectation as the worst file of the latest run found it, and how it went in all; `found` is by file, oldest first. */
const trendsOf = (
  files: readonly FileFacts[],
  found: readonly (readonly ExpectationResult[])[],
): ExpectationTrend[] => {
  const byName = found.map((results) => new Map(results.map((result) => [result.expectation, result])));
  return latestOf(files, found).map((latest) => {
    const past = byName.map((results) => results.get(latest.expectation));
    const results = past.map((one) => one?.result ?? null);
    return { ...latest, trend: { results, broken: past.map((one) => one?.broken ?? null) } };
  });
};

type Latest = ExpectationResult & { readonly file: string };

/** What the contract no longer expects is not shown of older files. */
const latestOf = (files: readonly FileFacts[], found: readonly (readonly ExpectationResult[])[]): Latest[] => {
  const latestRun = files.at(-1)?.runId;
  const ofRun = files.flatMap(({ runId, file }, index) =>
    runId === latestRun ? (found[index] ?? []).map((result): Latest => ({ ...result, file })) : [],
  );
  const worst = new Map<string, Latest>();
  for (const result of ofRun.toSorted(worstFirst))
    if (!worst.has(result.expectation)) worst.set(result.expectation, result);
  return [...worst.values()];
};

/** A row may break several expectations of a column: the one that was broken most says how many rows it is at least. */
const worstColumns = (
  files: readonly FileFacts[],
  found: readonly (readonly ExpectationResult[])[],
): ColumnHealth[] => {
  const columns = new Map<string, ColumnHealth>();
  for (const [index, results] of found.entries()) {
    const rows = files[index]?.checked.rows ?? 0;
    for (const [column, broken] of brokenByColumn(results)) {
      const before = columns.get(column) ?? { column, broken: 0, rows: 0, brokenFiles: 0, files: 0 };
      columns.set(column, {
        column,
        broken: before.broken + broken,
        rows: before.rows + rows,
        brokenFiles: before.brokenFiles + (broken > 0 ? 1 : 0),
        files: before.files + 1,
      });
    }
  }
  return [...columns.values()].filter(({ broken }) => broken > 0).toSorted(byShare);
};

const brokenByColumn = (results: readonly ExpectationResult[]): Map<string, number> => {
  const most = new Map<string, number>();
  for (const { column, broken } of results)
    if (column !== null) most.set(column, Math.max(most.get(column) ?? 0, broken));
  return most;
};

const byShare = (a: ColumnHealth, b: ColumnHealth): number =>
  b.broken / Math.max(1, b.rows) - a.broken / Math.max(1, a.rows) ||
  b.broken - a.broken ||
  a.column.localeCompare(b.column);
