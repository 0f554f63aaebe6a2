import type { LedgerStage, UnknownInput } from '@sightglass/model';

const mostNames = 20;

/** Names the stages, the inputs that are none, and what they may be. */
export const unknownInputsMessage = (unknown: readonly UnknownInput[], stages: readonly LedgerStage[]): string => {
  const problems = unknown.map(({ stage, input }) => `stage "${stage}" reads from "${input}"`);
  const names = [...new Set(stages.map(({ name }) => `"${name}"`))];
  return `${listed(problems)}, but this run had no stage of that name; its stages are ${listed(names)}. Correct inputs: [...], or give [] if the rows come from outside.`;
};

const listed = (parts: readonly string[]): string => {
  const left = parts.length - mostNames;
  return [...parts.slice(0, mostNames), ...(left > 0 ? [`${left} more`] : [])].join(', ');
};
