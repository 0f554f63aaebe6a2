import { type CheckResult, checkResults } from '@sightglass/model/rest';
import type { QueryParameters } from '../../storage/telemetry/bind.ts';
import {
  type FileFacts,
  fileFactsOf,
  type FileRow,
  type ResultFacts,
  resultFactsOf,
  type ResultRow,
} from './facts-checks.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { namespaceSql } from '../runs/facts.ts';
import { ownedBySql, type RunScope } from '../runs/identity/facts-owned.ts';
import { type ContractOrder, type ContractPosition, orderSql, positionParameters, urgentFirst } from './order.ts';
import { withinSql } from '../../storage/telemetry/time-sql.ts';

/** Checks reported in [fromMs, toMs). */
export interface CheckFilter {
  readonly namespace?: string | undefined;
  readonly pipeline?: string | undefined;
  readonly contract?: string | undefined;
  /** Words that each are a part of a name. */
  readonly words?: readonly string[] | undefined;
  readonly result?: CheckResult | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

/** Files of one pipeline under one contract. */
export interface ContractSummary extends ContractPosition {
  readonly files: number;
}

/** Where a file stands among those of its run, the worst first. */
export interface FilePosition {
  readonly severity: number;
  readonly file: string;
  readonly stageId: string;
  readonly contract: string;
}

/** `FINAL` folds the tuple whole, but not its subcolumns. */
const reportedSql = (name: string): string => `tupleElement(materialize(Told), '${name}')`;
const quoted = checkResults.map((status) => `'${status}'`).join(', ');
const severitySql = `indexOf([${quoted}], ${reportedSql('Result')}) - 1`;

const keyColumns = 'PipelineName AS pipeline, Contract AS contract, RunId AS runId, StageId AS stageId, File AS file';
const fileColumns = `${keyColumns}, ${namespaceSql} AS namespace, StageName AS stageName, Told AS found`;
const resultColumns = `${keyColumns}, Expectation AS expectation, Told AS found`;

/** What checks of files found. */
export const createCheckReader = (telemetry: TelemetryClient) => ({
  contracts: (filter: CheckFilter, limit: number, after?: ContractPosition, order = urgentFirst) =>
    readContracts(telemetry, filter, limit, after, order),
  recent: (summaries: readonly ContractSummary[], filter: CheckFilter, each: number) =>
    readRecent(telemetry, summaries, filter, each),
  countsOfRun: (run: RunScope) => readCountsOfRun(telemetry, run),
  filesNamed: (words: readonly string[], filter: CheckFilter, limit: number) =>
    readFilesNamed(telemetry, words, filter, limit),
  ofRun: (run: RunScope, limit: number, after?: FilePosition) => readFilesOfRun(telemetry, run, limit, after),
});
export type CheckReader = ReturnType<typeof createCheckReader>;

const readFiles = async (telemetry: TelemetryClient, sql: string, parameters: QueryParameters): Promise<FileFacts[]> =>
  (await telemetry.rows<FileRow>(sql, parameters)).map(fileFactsOf);
const readResults = async (
  telemetry: TelemetryClient,
  sql: string,
  parameters: QueryParameters,
): Promise<ResultFacts[]> => (await telemetry.rows<ResultRow>(sql, parameters)).map(resultFactsOf);

/** Contracts that were checked, in the order. */
const readContracts = async (
  telemetry: TelemetryClient,
  filter: CheckFilter,
  limit: number,
  after: ContractPosition | undefined,
  order: ContractOrder,
): Promise<ContractSummary[]> => {
  const { conditions, parameters } = conditionsOf(filter);
  const { orderBy, following } = orderSql(order);
  const having = [
    ...(after === undefined ? [] : [following]),
    ...(filter.result === undefined ? [] : [`severity = ${checkResults.indexOf(filter.result)}`]),
  ];
  return telemetry.rows<ContractSummary>(
    `SELECT namespace, pipeline, contract, argMax(worst, lastMs) AS severity, max(lastMs) AS checkedAtMs, sum(ofRun) AS files
     FROM (
       SELECT ${namespaceSql} AS namespace, PipelineName AS pipeline, Contract AS contract, RunId,
         min(${severitySql}) AS worst, toUnixTimestamp64Milli(max(CheckedAt)) AS lastMs, count() AS ofRun
       FROM checked_files FINAL WHERE ${conditions} GROUP BY namespace, pipeline, contract, RunId
     )
     GROUP BY namespace, pipeline, contract HAVING ${having.join(' AND ') || '1'} ORDER BY ${orderBy} LIMIT ${limit}`,
    { ...parameters, ...positionParameters(after) },
  );
};

/** The newest `each` files of each of these contracts, newest first, and what was found in them. */
const readRecent = async (
  telemetry: TelemetryClient,
  summaries: readonly ContractSummary[],
  filter: CheckFilter,
  each: number,
) => {
  if (summaries.length === 0) return { files: [], results: [] };
  const { conditions, parameters } = conditionsOf(filter);
  const named = {
    pipelines: summaries.map(({ pipeline }) => pipeline),
    contracts: summaries.map(({ contract }) => contract),
  };
  const from = `FROM checked_files FINAL WHERE ${conditions} AND PipelineName IN ({pipelines:Array(String)}) AND Contract IN ({contracts:Array(String)})
    ORDER BY CheckedAt DESC, RunId DESC, StageId, File LIMIT ${each} BY ${namespaceSql}, PipelineName, Contract`;
  const bound = { ...parameters, ...named };
  const key = 'PipelineName, Contract, RunId, StageId, File';
  const [found, results] = await Promise.all([
    readFiles(telemetry, `SELECT ${fileColumns} ${from}`, bound),
    readResults(
      telemetry,
      `SELECT ${resultColumns} FROM check_results FINAL WHERE PipelineName IN ({pipelines:Array(String)}) AND Contract IN ({contracts:Array(String)})
       AND (${key}) IN (SELECT ${key} ${from})`,
      bound,
    ),
  ]);
  return { files: found, results };
};

/** The latest check of each file whose name holds all words, the newest first. */
const readFilesNamed = (
  telemetry: TelemetryClient,
  words: readonly string[],
  filter: CheckFilter,
  limit: number,
): Promise<FileFacts[]> => {
  const { conditions, parameters } = conditionsOf(filter);
  const holds = words.map((_word, index) => `positionCaseInsensitiveUTF8(File, {word${index}:String}) > 0`);
  return readFiles(
    telemetry,
    `SELECT ${fileColumns} FROM checked_files FINAL WHERE ${[conditions, ...holds].join(' AND ')}
     ORDER BY CheckedAt DESC, RunId DESC, StageId, File LIMIT 1 BY ${namespaceSql}, PipelineName, Contract, File LIMIT ${limit}`,
    { ...parameters, ...Object.fromEntries(words.map((word, index) => [`word${index}`, word])) },
  );
};

/** How many files this run has checked, by result. */
const readCountsOfRun = async (
  telemetry: TelemetryClient,
  run: RunScope,
): Promise<Partial<Record<CheckResult, number>>> => {
  const { where, parameters } = ownedBySql(run);
  const rows = await telemetry.rows<{ result: CheckResult; files: number }>(
    `SELECT ${reportedSql('Result')} AS result, count() AS files FROM checked_files FINAL WHERE ${where} GROUP BY result`,
    parameters,
  );
  return Object.fromEntries(rows.map(({ result, files }) => [result, files]));
};

/** Files this run has checked, the worst first, and what was found in them. */
const readFilesOfRun = async (telemetry: TelemetryClient, run: RunScope, limit: number, after?: FilePosition) => {
  const { where, parameters } = ownedBySql(run);
  const position = `(${severitySql}, File, StageId, Contract)`;
  const following =
    after === undefined
      ? '1'
      : `${position} > ({severity:Int64}, {afterFile:String}, {afterStage:String}, {afterContract:String})`;
  const found = await readFiles(
    telemetry,
    `SELECT ${fileColumns} FROM checked_files FINAL WHERE ${where} AND ${following} ORDER BY ${position} LIMIT ${limit}`,
    {
      ...parameters,
      ...(after && {
        severity: after.severity,
        afterFile: after.file,
        afterStage: after.stageId,
        afterContract: after.contract,
      }),
    },
  );
  const ofResults = ownedBySql(run, { pipeline: 'PipelineName', namespace: 'KeyNamespace' });
  const named = { ...ofResults.parameters, files: [...new Set(found.map(({ file }) => file))] };
  const results =
    found.length === 0
      ? []
      : await readResults(
          telemetry,
          `SELECT ${resultColumns} FROM check_results FINAL WHERE ${ofResults.where} AND File IN ({files:Array(String)})`,
          named,
        );
  return { files: found, results };
};

const conditionsOf = (filter: CheckFilter): { conditions: string; parameters: Record<string, string> } => {
  const { namespace, pipeline, contract, words = [], fromMs, toMs } = filter;
  const conditions = [
    ...withinSql('CheckedAt', { fromMs, toMs }),
    ...(pipeline === undefined ? [] : ['PipelineName = {pipeline:String}']),
    ...(contract === undefined ? [] : ['Contract = {contract:String}']),
    ...(namespace === undefined ? [] : [`${namespaceSql} = {namespace:String}`]),
    ...words.map(
      (_word, index) =>
        `positionCaseInsensitiveUTF8(concat(Contract, ' ', PipelineName, ' ', ${namespaceSql}), {named${index}:String}) > 0`,
    ),
  ];
  return {
    conditions: ['1', ...conditions].join(' AND '),
    parameters: {
      ...(pipeline === undefined ? {} : { pipeline }),
      ...(contract === undefined ? {} : { contract }),
      ...(namespace === undefined ? {} : { namespace }),
      ...Object.fromEntries(words.map((word, index) => [`named${index}`, word])),
    },
  };
};
