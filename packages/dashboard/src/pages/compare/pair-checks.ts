import type { FileCheck } from '@sightglass/model/rest';

export interface CheckPair {
  readonly key: string;
  readonly contract: string;
  /** As the later run has it. */
  readonly file: string;
  readonly a: FileCheck | undefined;
  readonly b: FileCheck | undefined;
  readonly isSame: boolean;
}

/** Files of one contract belong together in their order, whatever the day in their names. Pure. */
export const pairChecks = (ofA: readonly FileCheck[], ofB: readonly FileCheck[]): CheckPair[] => {
  const keys = [...new Set([...ofA, ...ofB].map(keyOf))];
  const [byKeyA, byKeyB] = [Map.groupBy(ofA, keyOf), Map.groupBy(ofB, keyOf)];
  return keys.flatMap((key) => {
    const [as, bs] = [byKeyA.get(key) ?? [], byKeyB.get(key) ?? []].map((checks) =>
      checks.toSorted((one, other) => one.file.localeCompare(other.file)),
    );
    const count = Math.max(as?.length ?? 0, bs?.length ?? 0);
    return Array.from({ length: count }, (_, at) => pairOf(`${key} ${at}`, as?.[at], bs?.[at]));
  });
};

const keyOf = ({ contract, stageName }: FileCheck): string => JSON.stringify([contract, stageName]);

const pairOf = (key: string, a: FileCheck | undefined, b: FileCheck | undefined): CheckPair => ({
  key,
  contract: (b ?? a)?.contract ?? 'no name',
  file: (b ?? a)?.file ?? '',
  a,
  b,
  isSame: a !== undefined && b !== undefined && a.result === b.result && a.rejected === b.rejected,
});
