import type { FallbackPolicy, RunDoubt } from '@sightglass/model';
import type { CheckResult } from '@sightglass/model/rest';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { byPortions } from '../../storage/telemetry/id-portions.ts';
import { belongsTo, type RunOwner } from './identity/run-name.ts';

interface DoubtRow {
  readonly runId: string;
  readonly namespace: string;
  readonly pipeline: string;
  readonly kind: Exclude<RunDoubt['kind'], 'stage' | 'programs' | 'reported'>;
  /** Of a contract or a dependency. */
  readonly name: string;
  readonly rows: number;
}

const kinds = { fail: 'contract', skip: 'unchecked', warn: 'warned' } as const satisfies Partial<
  Record<CheckResult, RunDoubt['kind']>
>;
const listed = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');
const unenriched: FallbackPolicy = 'load-unenriched';

/** `FINAL` folds the tuple whole, but not its subcolumn `Told.Result`. */
const selectDoubts = `SELECT DISTINCT RunId AS runId, PipelineName AS pipeline, PipelineNamespace AS namespace, transform(tupleElement(materialize(Told), 'Result'), [${listed(Object.keys(kinds))}], [${listed(Object.values(kinds))}], '') AS kind, Contract AS name, 0::UInt64 AS rows
  FROM checked_files FINAL WHERE RunId IN ({portion:Array(String)}) AND tupleElement(materialize(Told), 'Result') IN (${listed(Object.keys(kinds))})
  UNION ALL
  SELECT RunId AS runId, PipelineName AS pipeline, PipelineNamespace AS namespace, 'unenriched' AS kind, Dependency AS name, sum(Rows) AS rows
  FROM dependency_rows FINAL WHERE RunId IN ({portion:Array(String)}) AND Policy = '${unenriched}' GROUP BY RunId, pipeline, namespace, Dependency HAVING rows > 0`;

/** What is doubtful in the data of runs that have these ids; of most nothing. */
export const readDoubts = async (
  telemetry: TelemetryClient,
  runIds: readonly string[],
): Promise<(run: RunOwner) => readonly RunDoubt[]> => {
  const rows = await byPortions(runIds, (portion) => telemetry.rows<DoubtRow>(selectDoubts, { portion }));
  const byId = Map.groupBy(
    rows.toSorted((a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name)),
    ({ runId }) => runId,
  );
  return (run) => {
    const doubts = (byId.get(run.runId) ?? []).filter((row) => belongsTo(row, run)).map(doubtOf);
    return [...new Map(doubts.map((doubt) => [JSON.stringify(doubt), doubt])).values()];
  };
};

const doubtOf = ({ kind, name, rows }: DoubtRow): RunDoubt =>
  kind === 'unenriched' ? { kind, dependency: name, rows } : { kind, contract: name };
