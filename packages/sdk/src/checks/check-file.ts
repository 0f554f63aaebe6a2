import { basename } from 'node:path';
import {
  type CheckReport,
  type CheckStatus,
  type ColumnProfile,
  type Contract,
  expectationsOf,
  type FileProfile,
} from '@sightglass/model/contract';
import type { CheckPlan } from './blocks/block.ts';
import type { CheckOptions } from './check-options.ts';
import { Collector } from './collector.ts';
import { type ContractSource, readContract } from './contract/read-contract.ts';
import { earlierKeys } from './earlier-keys.ts';
import { type Layout, layoutOf } from './layout.ts';
import { offendingIn } from './offending.ts';
import { addToHistory, driftFacts, profileToKeep, type ReadFile } from './drift/drift-facts.ts';
import type { DriftFacts } from './drift/find-drift.ts';
import type { Header } from './csv/header.ts';
import { isPath, keysIn } from './jsonl/path.ts';
import type { ColumnState } from './profile/column-state.ts';
import { secretColumns } from './secret-columns.ts';
import { profileOf } from './profile/column-profile.ts';
import { readRows } from './read-rows.ts';
import { referenceKeys } from './references/reference-keys.ts';
import { resultsOf } from './results.ts';
import type { SqlFile } from './sql/sql-facts.ts';
import { openSource, type Source } from './source/open-source.ts';
import { trailerField } from './trailer/trailer-field.ts';

/**
 * Checks a file against a contract, or only profiles it when there is none. Memory does not grow with the file, but for 12 to 24
 * bytes a row for each expectation of uniqueness. Raises SourceError when the file cannot be read, ContractError when the contract
 * cannot be used, SqlError when a query of it cannot be judged, RejectFileError when rejected rows cannot be written.
 */
export const checkFile = async (
  file: string,
  given?: ContractSource,
  options: CheckOptions = {},
): Promise<CheckReport> => (await examineFile(file, given, options)).report;

export interface Examined {
  readonly report: CheckReport;
  /** One a column of the file. */
  readonly states: readonly ColumnState[];
  /** For later files to be compared with; undefined where the contract compares none, or the file failed. */
  readonly profile: FileProfile | undefined;
}

/** As {@link checkFile}, with all that was seen in the columns. */
export const examineFile = async (
  file: string,
  given?: ContractSource,
  options: CheckOptions = {},
): Promise<Examined> => {
  const startedAt = performance.now();
  const contract = readContract(given);
  await using source = await openSource(file, contract.format.encoding);
  const layout = await layoutOf(file, source, contract);
  const { header } = layout;
  const plan = await planFor(file, given, contract, layout, options);
  const { expectations } = plan;
  const isRejectFile = layout.dialect.ownFields > 0;
  const hasRows = !isRejectFile && header.names.length > 0;
  const ofContract = { contract, contractFile: fileOf(given), file };
  const sql = hasRows && contract.table.sql.length > 0 ? await answersTo(plan, ofContract, options) : undefined;
  const earlier = await earlierKeys(options.against ?? [], plan, options);
  const collector = new Collector(expectations, header, earlier);
  const { learned, samples, rejectFile, earlierFiles } = await readRows(
    { file, source, layout, plan, collector },
    options,
  );
  const { bytes, modifiedAt, encoding } = source;
  const now = options.now ?? new Date();
  const found = layout.type === 'csv' ? header : withSeenKeys(header, collector, contract, layout.type);
  const present = new Set(found.names);
  const contractName = contract.name ?? (typeof given === 'string' ? basename(given) : null);
  const { rows } = collector;
  const seen = { file, contract, bytes, modifiedAt, now, rows, names: header.names, present, states: learned.states };
  const historyName = contractName ?? 'unnamed';
  const drift = isRejectFile ? undefined : await driftOf({ ...seen, contractName: historyName }, options);
  const results = resultsOf(expectations, {
    contract,
    header: found,
    present,
    drift,
    sql,
    showsValues: options.samples !== false,
    collector,
    learned,
    trailer: layout.trailer.text,
    trailerField: (field) => trailerField(layout.trailer.text ?? '', field, layout),
    change: await source.change(),
    offending: offendingIn(layout, contract, options.samples !== false),
    encoding,
    modifiedAt,
    bytes,
    isRejectFile,
    now,
  });
  const report: CheckReport = {
    file,
    contract: contractName,
    status: worst(results.map(({ status }) => status)),
    bytes,
    modifiedAt: modifiedAt.toISOString(),
    format: formatOf(source, layout, collector),
    lines: collector.lines + layout.trailer.lines,
    rows: collector.rows,
    rejected: collector.rejected,
    rejectedByReason: Object.fromEntries(collector.rejectedByReason),
    samples,
    rejectFile,
    earlierFiles,
    columns: (options.profiles ?? true) ? profilesOf(header.names, learned.states, contract) : [],
    results,
    durationMs: performance.now() - startedAt,
  };
  const profile = profileToKeep(drift, report.status, contract);
  if (profile !== undefined && options.history !== undefined) await addToHistory(options.history, historyName, profile);
  return { report, states: learned.states, profile };
};

/** What SQL returned; loaded with the first contract that has any. */
const answersTo = async ({ expectations }: CheckPlan, ofContract: SqlFile, { signal }: CheckOptions) =>
  (await import('./sql/sql-facts.ts')).sqlFacts(expectations, ofContract, signal);

/** Undefined where nobody compares the file with others. */
const driftOf = async (seen: ReadFile, { history }: CheckOptions): Promise<DriftFacts | undefined> =>
  history === undefined && seen.contract.table.drift === undefined ? undefined : await driftFacts(history, seen);

const fileOf = (given: ContractSource | undefined): string | undefined =>
  typeof given === 'string' ? given : undefined;

const planFor = async (
  file: string,
  given: ContractSource | undefined,
  contract: Contract,
  { type, dialect, header }: Layout,
  { profiles = true, history, accepted }: CheckOptions,
): Promise<CheckPlan> => {
  const expectations = expectationsOf(contract, type);
  return {
    type: type === 'parquet' ? 'jsonl' : type,
    contract,
    expectations,
    dialect,
    header: header.names,
    profiles: profiles || history !== undefined || contract.table.drift !== undefined,
    keepsRows: accepted !== undefined,
    references: await referenceKeys(expectations, { contract, contractFile: fileOf(given), file }),
  };
};

const profilesOf = (names: readonly string[], states: readonly ColumnState[], contract: Contract): ColumnProfile[] => {
  const rulesOf = new Map(contract.columns.map((rules) => [rules.name, rules]));
  const isSecret = secretColumns(contract);
  return names.map((name, index) => profileOf(name, states[index]!, rulesOf.get(name), isSecret(name)));
};

/** Columns of the contract were sought as texts, and others may come late. What a column of the contract leads through is none itself. */
const withSeenKeys = (
  header: Header,
  { keys, rows }: Collector,
  { columns }: Contract,
  type: Layout['type'],
): Header => {
  if (rows === 0) return header;
  const declared = new Set(columns.map(({ name }) => name));
  const paths = header.names.filter((name) => isPath(name) && keys.has(name));
  const through = new Set(paths.map((path) => keysIn(path)[0]!).filter((name) => !declared.has(name)));
  const known = header.names.filter((name) => keys.has(name) || (type === 'parquet' && !isPath(name)));
  const names = [...new Set([...known, ...keys])].filter((name) => !through.has(name));
  return { ...header, names, paths };
};

const formatOf = (source: Source, { type, delimiter }: Layout, { lineEnds }: Collector): CheckReport['format'] => ({
  type,
  compression: source.compression,
  encoding: source.encoding,
  byteOrderMark: source.byteOrderMark,
  delimiter: type === 'csv' ? delimiter : null,
  lineEnds,
});

const ranks: readonly CheckStatus[] = ['skip', 'pass', 'warn', 'fail'];

/** What was skipped is no worse than what passed. */
const worst = (statuses: readonly CheckStatus[]): CheckStatus =>
  ranks[Math.max(1, ...statuses.map((status) => ranks.indexOf(status)))] ?? 'pass';
