import type { QueryParameters } from '../../../storage/telemetry/bind.ts';
import type { RunOwner } from './run-name.ts';

/** A run, or what is known of one that no lifecycle event has reported. */
export type RunScope = Pick<RunOwner, 'runId'> & Partial<RunOwner>;

interface OwnerColumns {
  readonly pipeline: string;
  readonly namespace: string;
}

const ofRecords: OwnerColumns = { pipeline: 'PipelineName', namespace: 'PipelineNamespace' };

/**
 * That a row or record belongs to the run, and the parameters of that. Columns are empty where nothing was said, or `default` in the
 * namespace, as in `logs`.
 */
export const ownedBySql = (
  { runId, namespace, pipeline, ownsUnnamed = false }: RunScope,
  columns: OwnerColumns = ofRecords,
): { readonly where: string; readonly parameters: QueryParameters } => {
  const conditions = [
    'RunId = {runId:String}',
    ...(pipeline === undefined ? [] : [`${columns.pipeline} IN ('', {runPipeline:String})`]),
    ...(namespace === undefined ? [] : [`${columns.namespace} IN ({runNamespaces:Array(String)})`]),
  ];
  return {
    where: conditions.join(' AND '),
    parameters: {
      runId,
      ...(pipeline !== undefined && { runPipeline: pipeline }),
      ...(namespace !== undefined && { runNamespaces: ['', namespace, ...(ownsUnnamed ? ['default'] : [])] }),
    },
  };
};
