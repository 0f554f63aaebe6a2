import type { ContractHealth } from '@sightglass/model/rest';
import { contractHealthOf, describedContract } from './contract-health.ts';
import type { CheckFilter, CheckReader, ContractSummary } from './facts.ts';

const contractKey = ({ namespace, pipeline, contract }: Pick<ContractSummary, 'namespace' | 'pipeline' | 'contract'>) =>
  JSON.stringify([namespace, pipeline, contract]);

/** Contracts with their newest files, and what is said of them. */
export const describedContracts = async (
  checks: CheckReader,
  summaries: readonly ContractSummary[],
  filter: CheckFilter,
  { filesEach, nowMs }: { readonly filesEach: number; readonly nowMs: number },
): Promise<ContractHealth[]> => {
  const recent = await checks.recent(summaries, filter, filesEach);
  const files = Map.groupBy(recent.files, contractKey);
  const results = Map.groupBy(recent.results, ({ pipeline, contract }) => JSON.stringify([pipeline, contract]));
  return summaries
    .map((summary) =>
      contractHealthOf(
        summary,
        files.get(contractKey(summary)) ?? [],
        results.get(JSON.stringify([summary.pipeline, summary.contract])) ?? [],
      ),
    )
    .map((health) => describedContract(health, nowMs));
};
