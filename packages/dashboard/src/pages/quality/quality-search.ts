import { type CheckResult, checkResults, nearest } from '@sightglass/model';
import type { ContractHealth } from '@sightglass/model/rest';
import { looksSimulated } from '../../fetch/use-simulated.ts';
import { oneOf, text } from '../../url/search-params.ts';
import { readRangeOrAll, type SpanOrAll, type TimeRange } from '../../url/time-range.ts';

/** The contract that is looked at closely. */
interface NamedContract {
  readonly namespace?: string;
  readonly pipeline?: string;
  readonly contract?: string;
}

/** The same with what the list above it is narrowed to, and its order, as the address holds it. */
export interface QualitySearch extends NamedContract, TimeRange<SpanOrAll> {
  readonly find?: string;
  readonly result?: CheckResult;
  readonly sort?: (typeof sorts)[number];
  readonly order?: 'turned';
}

/** Beside trouble first, which is the order when none is given. */
const sorts = ['name', 'checked'] as const;

export const readQualitySearch = (search: Record<string, unknown>): QualitySearch => ({
  ...namedIn(search),
  ...text('find', search),
  ...oneOf('result', search, checkResults),
  ...oneOf('sort', search, sorts),
  ...oneOf('order', search, ['turned'] as const),
  ...readRangeOrAll(search),
});

/** The contract that is named there. */
export const namedIn = (search: object): NamedContract => ({
  ...text('namespace', { ...search }),
  ...text('pipeline', { ...search }),
  ...text('contract', { ...search }),
});

/** What narrows the list, for the server; the time and the order are apart. */
export const contractsFilter = ({ find, result }: QualitySearch) => ({ search: find, result });

/** Whether contracts may be left out of the list. */
export const isNarrowed = ({ find, result, last = 'all', from, to }: QualitySearch): boolean =>
  last !== 'all' || [find, result, from, to].some((value) => value !== undefined);

/** The address of a contract, in the list as it is narrowed there. */
export const searchOf = (
  { namespace, pipeline, contract }: ContractHealth,
  { namespace: _namespace, pipeline: _pipeline, contract: _contract, ...list }: QualitySearch = {},
): QualitySearch => ({ ...list, namespace, pipeline, ...(contract === null ? {} : { contract }) });

/** Whether the address asks for one contract rather than for the page. */
export const namesOne = ({ namespace, pipeline, contract }: NamedContract): boolean =>
  namespace !== undefined || pipeline !== undefined || contract !== undefined;

const isMeant = (health: ContractHealth, { namespace, pipeline, contract }: NamedContract): boolean =>
  health.namespace === namespace && health.pipeline === pipeline && health.contract === (contract ?? null);

/** The contract an address means: that of exactly these names, else the first that has all names given, as people type them. */
export const findMeant = (contracts: readonly ContractHealth[], search: NamedContract): ContractHealth | undefined =>
  contracts.find((health) => isMeant(health, search)) ??
  contracts.find(
    ({ namespace, pipeline, contract }) =>
      (search.namespace ?? namespace) === namespace &&
      (search.pipeline ?? pipeline) === pipeline &&
      (search.contract ?? contract) === contract,
  );

/** `contract zzz of pipeline orders in shop` */
export const namesOf = ({ namespace, pipeline, contract }: NamedContract): string =>
  [
    contract === undefined ? 'a contract' : `contract "${contract}"`,
    ...(pipeline === undefined ? [] : [`of pipeline "${pipeline}"`]),
    ...(namespace === undefined ? [] : [`in "${namespace}"`]),
  ].join(' ');

/** The known contract whose name, or pipeline, is most like the one that was not found. */
export const nearestContract = (
  contracts: readonly ContractHealth[],
  { contract, pipeline }: NamedContract,
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
