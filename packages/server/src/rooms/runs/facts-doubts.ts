import { type FallbackPolicy, type RunDoubt, shortFileName } from '@sightglass/model';
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
  /** Of a contract: files. */
  readonly rows: number;
  /** The first by name; empty of a dependency. */
  readonly file: string;
}

const kinds = { fail: 'contract', skip: 'unchecked', warn: 'warned' } as const satisfies Partial<
  Record<CheckResult, RunDoubt['kind']>
>;
const listed = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');
const unenriched: FallbackPolicy = 'load-unenriched';

/** `FINAL` folds the tuple whole, but not its subcolumn `Told.Result`. */
const selectDoubts = `SELECT RunId AS runId, PipelineName AS pipeline, PipelineNamespace AS namespace, transform(tupleElement(materialize(Told), 'Result'), [${listed(Object.keys(kinds))}], [${listed(Object.values(kinds))}], '') AS kind, Contract AS name, uniqExact(File) AS rows, min(File) AS file
  FROM checked_files FINAL PREWHERE RunId IN ({portion:Array(String)}) WHERE tupleElement(materialize(Told), 'Result') IN (${listed(Object.keys(kinds))}) GROUP BY runId, pipeline, namespace, kind, name
  UNION ALL
  SELECT RunId AS runId, PipelineName AS pipeline, PipelineNamespace AS namespace, 'unenriched' AS kind, Dependency AS name, sum(Rows) AS rows, '' AS file
  FROM dependency_rows FINAL PREWHERE RunId IN ({portion:Array(String)}) WHERE Policy = '${unenriched}' GROUP BY RunId, pipeline, namespace, Dependency HAVING rows > 0`;

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
    const own = (byId.get(run.runId) ?? []).filter((row) => belongsTo(row, run));
    return [...Map.groupBy(own, ({ kind, name }) => `${kind} ${name}`).values()].flatMap(doubtOf);
  };
};

/** Of its rows, of which there are several where only some records name the namespace. */
const doubtOf = (found: readonly DoubtRow[]): RunDoubt[] => {
  const [first] = found;
  if (first === undefined) return [];
  const { kind, name } = first;
  const rows = found.reduce((sum, row) => sum + row.rows, 0);
  if (kind === 'unenriched') return [{ kind, dependency: name, rows }];
  const file = shortFileName(first.file);
  return [{ kind, contract: name, ...(file !== undefined && { file }), ...(rows > 1 && { files: rows }) }];
};
