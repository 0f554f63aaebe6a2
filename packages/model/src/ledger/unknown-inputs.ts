import type { LedgerStage } from './ledger-stage.ts';

/** A name in the `inputs` of a stage that no stage of the run bears. */
export interface UnknownInput {
  readonly stage: string;
  readonly input: string;
}

/** Each once, in the order the stages are given. */
export const unknownInputs = (stages: readonly LedgerStage[]): UnknownInput[] => {
  const names = stageNames(stages);
  const unknown = new Map<string, UnknownInput>();
  for (const { name: stage, inputs = [] } of stages)
    for (const input of inputs) if (!names.has(input)) unknown.set(JSON.stringify([stage, input]), { stage, input });
  return [...unknown.values()];
};

export const stageNames = (stages: readonly LedgerStage[]): ReadonlySet<string> =>
  new Set(stages.map(({ name }) => name));

/** Whether a stage says that it reads from stages of which there is none, which is not the same as reading from outside. */
export const readsFromNobody = ({ inputs = [] }: LedgerStage, names: ReadonlySet<string>): boolean =>
  inputs.length > 0 && inputs.every((input) => !names.has(input));

/** For stages that are a part of their run only: what they read from the others comes from outside. */
export const withoutUnknownInputs = (stages: readonly LedgerStage[]): LedgerStage[] => {
  const names = stageNames(stages);
  return stages.map((stage) => ({ ...stage, inputs: stage.inputs?.filter((input) => names.has(input)) }));
};
