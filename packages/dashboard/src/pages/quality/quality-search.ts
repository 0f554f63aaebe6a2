import type { ContractHealth } from '@sightglass/model/rest';
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

export const isMeant = (health: ContractHealth, { namespace, pipeline, contract }: QualitySearch): boolean =>
  health.namespace === namespace && health.pipeline === pipeline && health.contract === (contract ?? null);
