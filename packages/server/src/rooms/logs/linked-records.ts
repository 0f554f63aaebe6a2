import type { Principal } from '../../access/principal.ts';
import type { RunReader } from '../runs/facts-runs.ts';
import { addressedIn } from '../runs/identity/addressed-run.ts';
import type { LogCondition } from './conditions.ts';

/**
 * What else holds of the records that who asks is shown: by a link to a run those of its namespace, and those that name none and are its own. The address of the
 * logs of a run leaves the namespace out where some of its records name none, and runs of other namespaces may have its pipeline and id.
 */
export const linkedConditions = async (
  { ownersOf }: Pick<RunReader, 'ownersOf'>,
  principal: Principal | undefined,
): Promise<readonly LogCondition[]> => {
  if (principal?.kind !== 'token' || principal.only === undefined) return [];
  const { runId, namespace, pipeline: name } = principal.only;
  const run = addressedIn(await ownersOf([runId]), { runId, namespace, name });
  // Where another run has the pipeline and the id too, nobody can tell of which of them an unnamed record is.
  const unnamed = run === undefined ? [''] : run.ownsUnnamed ? ['', 'default'] : [];
  const values = [...new Set([run?.namespace ?? namespace, ...unnamed])];
  return [
    { kind: 'field', negated: false, field: 'namespace', values },
    { kind: 'field', negated: false, field: 'pipeline', values: ['', name] },
  ];
};
