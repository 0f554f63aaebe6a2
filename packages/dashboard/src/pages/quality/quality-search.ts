import { nearest } from '@sightglass/model';
import type { ContractHealth } from '@sightglass/model/rest';
import { looksSimulated } from '../../fetch/use-simulated.ts';
import { text } from '../../url/search-params.ts';

/** The contract that is looked at closely. */
export interface QualitySearch {
  readonly namespace?: string;
  readonly pipeline?: string;
  readonly contract?: string;
}

export const readQualitySearch = (search: Record<string, unknown>): QualitySearch => ({
  ...text('namespace', search),
  ...text('pipeline', search),
  ...text('contract', search),
});

export const searchOf = ({ namespace, pipeline, contract }: ContractHealth): QualitySearch => ({
  namespace,
  pipeline,
  ...(contract === null ? {} : { contract }),
});

/** Whether the address asks for one contract rather than for the page. */
export const namesOne = ({ namespace, pipeline, contract }: QualitySearch): boolean =>
  namespace !== undefined || pipeline !== undefined || contract !== undefined;

const isMeant = (health: ContractHealth, { namespace, pipeline, contract }: QualitySearch): boolean =>
  health.namespace === namespace && health.pipeline === pipeline && health.contract === (contract ?? null);

/** The contract an address means: that of exactly these names, else the first that has all names given, as people type them. */
export const findMeant = (contracts: readonly ContractHealth[], search: QualitySearch): ContractHealth | undefined =>
  contracts.find((health) => isMeant(health, search)) ??
  contracts.find(
    ({ namespace, pipeline, contract }) =>
      (search.namespace ?? namespace) === namespace &&
      (search.pipeline ?? pipeline) === pipeline &&
      (search.contract ?? contract) === contract,
  );

/** `contract zzz of pipeline orders in shop` */
export const namesOf = ({ namespace, pipeline, contract }: QualitySearch): string =>
  [
    contract === undefined ? 'a contract' : `contract "${contract}"`,
    ...(pipeline === undefined ? [] : [`of pipeline "${pipeline}"`]),
    ...(namespace === undefined ? [] : [`in "${namespace}"`]),
  ].join(' ');

/** The known contract whose name, or pipeline, is most like the one that was not found. */
export const nearestContract = (
  contracts: readonly ContractHealth[],
  { contract, pipeline }: QualitySearch,
): ContractHealth | undefined =>
  nearestBy(contracts, contract, (health) => health.contract ?? '') ??
  nearestBy(contracts, pipeline, (health) => health.pipeline);

const nearestBy = (
  contracts: readonly ContractHealth[],
  given: string | undefined,
  nameOf: (health: ContractHealth) => string,
): ContractHealth | undefined => {
  const name = given === undefined ? undefined : nearest(given, contracts.map(nameOf));
  return name === undefined ? undefined : contracts.find((health) => nameOf(health) === name);
};

/** Whether the names of a contract and its files are those of something made up. */
export const mayBeSimulated = ({ contract, files }: ContractHealth): boolean =>
  looksSimulated(contract ?? '') || files.some(({ file }) => looksSimulated(file));
