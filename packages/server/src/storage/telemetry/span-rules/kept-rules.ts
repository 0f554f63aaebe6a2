import { memoryIn } from '../../state/memory.ts';
import type { StateStore } from '../../state/state-store.ts';
import type { PipelineName } from './take-back.ts';
import type { SpanRule } from './rules.ts';

/** A rule that was made in the product, as the state keeps it. */
export interface KeptRule extends SpanRule {
  /** RFC 3339. */
  readonly addedAt: string;
  readonly stage: 'making' | 'in-force' | 'removing';
  /** While its runs are taken back: of which pipelines they are. */
  readonly takenFrom?: readonly PipelineName[];
}

export interface RuleBook {
  readonly recall: () => Promise<readonly KeptRule[]>;
  readonly remember: (rules: readonly KeptRule[]) => Promise<void>;
}

/** Each server that shares a state has its own: rules are about the spans that it stores. */
export const ruleBookIn = (state: Pick<StateStore, 'query'>, installationId: string): RuleBook => {
  const memory = memoryIn<readonly KeptRule[]>(state, 'span-rules.');
  return {
    recall: async () => (await memory.recall(installationId)) ?? [],
    remember: (rules) => memory.remember(installationId, rules),
  };
};
